package io.trackmc.repairhead;

import io.trackmc.keys.transport.bundle.NodeRole;
import io.trackmc.net.node.NodeContext;
import org.jspecify.annotations.Nullable;

/** What a {@link RepairHead} needs to start. */
@SuppressWarnings("DoNotCallSuggester")
public final class RepairHeadContext extends NodeContext<RepairHeadContext> {

    private @Nullable InnerObserver innerObserver;

    /** Nothing set yet but defaults. */
    public RepairHeadContext() {
        super(NodeRole.REPAIR_HEAD);
    }

    /** Shows every INNER that arrives; for demonstrations and tests. */
    public RepairHeadContext innerObserver(InnerObserver observer) {
        this.innerObserver = observer;
        return this;
    }

    /**
     * Checks everything at once, reads keys, and freezes this context. {@link RepairHead#open} does it too.
     *
     * @throws io.trackmc.net.ConfigurationException with every fault
     */
    public RepairHeadContext conclude() {
        throw new UnsupportedOperationException(String.valueOf(innerObserver));
    }

    @Override
    protected RepairHeadContext self() {
        return this;
    }
}
