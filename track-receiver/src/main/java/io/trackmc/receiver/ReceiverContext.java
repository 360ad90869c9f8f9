package io.trackmc.receiver;

import io.trackmc.keys.payload.ContentBundle;
import io.trackmc.keys.transport.bundle.NodeRole;
import io.trackmc.net.node.NodeContext;
import org.jspecify.annotations.Nullable;

/** What a {@link Subscription} needs to start. */
@SuppressWarnings("DoNotCallSuggester")
public final class ReceiverContext extends NodeContext<ReceiverContext> {

    /** Bytes that wait between the driver and the application when nothing else is said. */
    public static final int DEFAULT_RING_BYTES = 4 << 20;

    private @Nullable ContentBundle contentBundle;
    private int ringBytes = DEFAULT_RING_BYTES;
    private boolean explicitConfirm;
    private boolean once;

    /** Nothing set yet but defaults. */
    public ReceiverContext() {
        super(NodeRole.RECEIVER);
    }

    /** Content keys from memory, instead of the file that the configuration names. Stays the caller's. */
    public ReceiverContext contentBundle(ContentBundle bundle) {
        this.contentBundle = bundle;
        return this;
    }

    /** Bytes that wait between the driver and the application: a power of two, 4 KiB to 1 GiB. */
    public ReceiverContext ringBytes(int bytes) {
        this.ringBytes = bytes;
        return this;
    }

    /** The application confirms by {@link Subscription#confirm()}; else what the handler returned from is confirmed. */
    public ReceiverContext explicitConfirm(boolean explicit) {
        this.explicitConfirm = explicit;
        return this;
    }

    /** The subscription ends with the first session; else it waits for the next run of the source. */
    public ReceiverContext once(boolean onlyOne) {
        this.once = onlyOne;
        return this;
    }

    /**
     * Checks everything at once, reads keys, and freezes this context. {@link Subscription#open} does it too.
     *
     * @throws io.trackmc.net.ConfigurationException with every fault
     */
    public ReceiverContext conclude() {
        throw new UnsupportedOperationException(ringBytes + " " + contentBundle + explicitConfirm + once);
    }

    @Override
    protected ReceiverContext self() {
        return this;
    }
}
