package io.trackmc.sender;

import io.trackmc.keys.payload.ContentBundle;
import io.trackmc.keys.payload.ContentBundleFile;
import io.trackmc.keys.transport.bundle.NodeConfig;
import io.trackmc.keys.transport.bundle.NodeRole;
import io.trackmc.net.ConfigurationException;
import io.trackmc.net.node.MessageRing;
import io.trackmc.net.node.NodeContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a {@link Publication} needs to start. */
public final class SenderContext extends NodeContext<SenderContext> {

    /** Bytes that wait between the application and the driver when nothing else is said. */
    public static final int DEFAULT_RING_BYTES = 4 << 20;

    private @Nullable ContentBundle contentBundle;
    private int ringBytes = DEFAULT_RING_BYTES;
    private @Nullable SenderSetup concluded;

    /** Nothing set yet but defaults. */
    public SenderContext() {
        super(NodeRole.SENDER);
    }

    /** Content keys from memory, instead of the file that the configuration names. Stays the caller's. */
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
     * Checks everything at once and reads keys; later changes have no effect. {@link Publication#open} does it too.
     *
     * @throws ConfigurationException with every fault
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
        ContentBundle content = contentBundle == null ? attempt(faults, this::readContent) : contentBundle;
        SenderSetup made = new SenderSetup(concludeNode(faults), contentBundle == null, content, ringBytes);
        concluded = made;
        return made;
    }

    private @Nullable ContentBundle readContent() {
        NodeConfig config = nodeConfig();
        Path file = config == null ? null : config.files().contentBundle();
        return file == null ? null : new ContentBundleFile().read(file, warnings());
    }
}
