package io.trackmc.sender;

import io.trackmc.keys.payload.AesGcmContentSealer;
import io.trackmc.keys.payload.ContentBundle;
import io.trackmc.keys.payload.ContentBundleFile;
import io.trackmc.keys.payload.ContentQuestion;
import io.trackmc.keys.transport.bundle.NodeConfig;
import io.trackmc.keys.transport.bundle.NodeRole;
import io.trackmc.net.ConfigurationException;
import io.trackmc.net.authority.ContentRegistration;
import io.trackmc.net.authority.NodeAuthorities;
import io.trackmc.net.node.MessageRing;
import io.trackmc.net.node.NodeContext;
import io.trackmc.net.node.NodeSetup;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a {@link Publisher} needs to start. */
public final class SenderContext extends NodeContext<SenderContext> {

    /** Bytes that wait between the application and the driver when nothing else is said. */
    public static final int DEFAULT_RING_BYTES = 4 << 20;

    private @Nullable ContentBundle contentBundle;
    private int ringBytes = DEFAULT_RING_BYTES;
    private long contentPackets = AesGcmContentSealer.LAST_SEQUENCE;
    private PublisherListener listener = PublisherListener.NONE;
    private @Nullable SenderSetup concluded;

    /** Nothing set yet but defaults. */
    public SenderContext() {
        super(NodeRole.SENDER);
    }

    /** Content keys from memory, instead of the file that the configuration names. Stays the caller's; but rekeys erase those that they replace. */
    public SenderContext contentBundle(ContentBundle bundle) {
        this.contentBundle = bundle;
        return this;
    }

    /** Bytes that wait between the application and the driver: a power of two, 4 KiB to 1 GiB. */
    public SenderContext ringBytes(int bytes) {
        this.ringBytes = bytes;
        return this;
    }

    /**
     * Packets that this run may seal under its content key, if the policy for that key limits them: as many as sequences allow when
     * nothing is said. {@link Publisher#KEY_EXPIRED} comes {@link #reservedPackets} before, so that everything accepted by then can be
     * sent.
     */
    public SenderContext contentPackets(long most) {
        this.contentPackets = most;
        return this;
    }

    /** How many packets are set aside for what waits in a ring of that size; fewer cannot be asked for. */
    public static long reservedPackets(int ringBytes) {
        return Feed.reservedPackets(ringBytes);
    }

    /** Hears of positions that everybody stores or has confirmed, and of receivers that come and go; on the driver's thread. */
    public SenderContext listener(PublisherListener hears) {
        this.listener = hears;
        return this;
    }

    /**
     * Checks everything at once and reads keys; later changes have no effect. {@link Publisher#open} does it too. With {@code authorities.join} it asks the
     * authorities for the keys, over TLS, and waits for them: for up to a minute for each of the two.
     *
     * @throws ConfigurationException with every fault
     * @throws io.trackmc.net.authority.RegistrationException when an authority gives no keys, or does not answer in that time
     */
    public SenderContext conclude() {
        setup();
        return this;
    }

    @Override
    protected SenderContext self() {
        return this;
    }

    SenderSetup setup() {
        SenderSetup known = concluded;
        if (known != null) {
            return known;
        }
        List<String> faults = new ArrayList<>();
        if (!MessageRing.isCapacity(ringBytes)) {
            faults.add("ring of " + ringBytes + " bytes, allowed: a power of two, 4 KiB to 1 GiB");
        }
        if (contentPackets < reservedPackets(ringBytes) || contentPackets > AesGcmContentSealer.LAST_SEQUENCE) {
            faults.add("content packets of a run: found " + contentPackets + ", allowed: "
                    + reservedPackets(ringBytes) + " to " + AesGcmContentSealer.LAST_SEQUENCE);
        }
        NodeConfig config = nodeConfig();
        boolean join = contentBundle == null && config != null && new NodeAuthorities(config).areJoined();
        ContentBundle given = contentBundle == null && !join ? attempt(faults, this::readContent) : contentBundle;
        NodeSetup node = concludeNode(faults);
        ContentBundle content = join
                ? ContentRegistration.join(node.config(), node.bundle().gid(), keyRequests(), node.warnings(),
                        ContentQuestion::of)
                : given;
        SenderSetup made = new SenderSetup(node, contentBundle == null, content, ringBytes,
                contentPackets, listener);
        concluded = made;
        return made;
    }

    private @Nullable ContentBundle readContent() {
        NodeConfig config = nodeConfig();
        Path file = config == null ? null : config.files().contentBundle();
        return file == null ? null : new ContentBundleFile().read(file, warnings());
    }
}
