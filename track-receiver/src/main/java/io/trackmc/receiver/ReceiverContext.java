package io.trackmc.receiver;

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

/** What a {@link Subscription} needs to start. */
public final class ReceiverContext extends NodeContext<ReceiverContext> {

    /** Bytes that wait between the driver and the application when nothing else is said. */
    public static final int DEFAULT_RING_BYTES = 4 << 20;

    private @Nullable ContentBundle contentBundle;
    private int ringBytes = DEFAULT_RING_BYTES;
    private boolean explicitConfirm;
    private boolean once;
    private ServedListener served = (parent, nowNs) -> {};
    private @Nullable ReceiverSetup concluded;

    /** Nothing set yet but defaults. */
    public ReceiverContext() {
        super(NodeRole.RECEIVER);
    }

    /** Content keys from memory, instead of the file that the configuration names. Stays the caller's; but rekeys erase those that they replace. */
    public ReceiverContext contentBundle(ContentBundle bundle) {
        this.contentBundle = bundle;
        return this;
    }

    /** Bytes that wait between the driver and the application: a power of two, 4 KiB to 1 GiB. */
    public ReceiverContext ringBytes(int bytes) {
        this.ringBytes = bytes;
        return this;
    }

    /**
     * The application confirms by {@link Subscription#confirm()}, also where the session would take less for a confirmation; else it does so
     * only in a session that demands it.
     */
    public ReceiverContext explicitConfirm(boolean explicit) {
        this.explicitConfirm = explicit;
        return this;
    }

    /** The subscription ends with the first session; else it waits for the next run of the source. */
    public ReceiverContext once(boolean onlyOne) {
        this.once = onlyOne;
        return this;
    }

    /** Hears when a parent that was found after another was lost has served for the first time. */
    public ReceiverContext servedListener(ServedListener listener) {
        this.served = listener;
        return this;
    }

    /**
     * Checks everything at once and reads keys; later changes have no effect. {@link Subscription#open} does it too. With {@code authorities.join} it asks the
     * authorities for the keys, over TLS, and waits for them: for up to a minute for each of the two.
     *
     * @throws ConfigurationException with every fault
     * @throws io.trackmc.net.authority.RegistrationException when an authority gives no keys, or does not answer in that time
     */
    public ReceiverContext conclude() {
        setup();
        return this;
    }

    @Override
    protected ReceiverContext self() {
        return this;
    }

    ReceiverSetup setup() {
        ReceiverSetup known = concluded;
        if (known != null) {
            return known;
        }
        List<String> faults = new ArrayList<>();
        if (!MessageRing.isCapacity(ringBytes)) {
            faults.add("ring of " + ringBytes + " bytes, allowed: a power of two, 4 KiB to 1 GiB");
        }
        NodeConfig config = nodeConfig();
        boolean join = contentBundle == null && config != null && new NodeAuthorities(config).areJoined();
        ContentBundle given = contentBundle == null && !join ? attempt(faults, this::readContent) : contentBundle;
        NodeSetup node = concludeNode(faults);
        ContentBundle content = join
                ? ContentRegistration.join(node.config(), node.bundle().gid(), keyRequests(), node.warnings(),
                        ContentQuestion::of)
                : given;
        ReceiverSetup made = new ReceiverSetup(
                node, contentBundle == null, content, ringBytes, explicitConfirm, once,
                served);
        concluded = made;
        return made;
    }

    private @Nullable ContentBundle readContent() {
        NodeConfig config = nodeConfig();
        Path file = config == null ? null : config.files().contentBundle();
        return file == null ? null : new ContentBundleFile().read(file, warnings());
    }
}
