package io.trackmc.sender;

import io.trackmc.keys.payload.ContentBundle;
import io.trackmc.keys.transport.bundle.NodeRole;
import io.trackmc.net.node.NodeContext;
import org.jspecify.annotations.Nullable;

/** What a {@link Publication} needs to start. */
@SuppressWarnings("DoNotCallSuggester")
public final class SenderContext extends NodeContext<SenderContext> {

    /** Bytes that wait between the application and the driver when nothing else is said. */
    public static final int DEFAULT_RING_BYTES = 4 << 20;

    private @Nullable ContentBundle contentBundle;
    private int ringBytes = DEFAULT_RING_BYTES;

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
     * Checks everything at once, reads keys, and freezes this context. {@link Publication#open} does it too.
     *
     * @throws io.trackmc.net.ConfigurationException with every fault
     */
    public SenderContext conclude() {
        throw new UnsupportedOperationException(ringBytes + " " + contentBundle);
    }

    @Override
    protected SenderContext self() {
        return this;
    }
}
