package io.trackmc.repairhead;

import io.trackmc.keys.transport.bundle.NodeRole;
import io.trackmc.net.ConfigurationException;
import io.trackmc.net.node.NodeContext;
import io.trackmc.net.node.NodeSetup;
import io.trackmc.proto.tree.TenantLimits;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a {@link RepairHead} needs to start. */
public final class RepairHeadContext extends NodeContext<RepairHeadContext> {

    private @Nullable InnerObserver innerObserver;
    private TenantLimits limits = TenantLimits.NONE;
    private @Nullable NodeSetup concluded;

    /** Nothing set yet but defaults. */
    public RepairHeadContext() {
        super(NodeRole.REPAIR_HEAD);
    }

    /** Shows every INNER that arrives or is sent, for demonstrations and tests; null for nobody. */
    public RepairHeadContext innerObserver(@Nullable InnerObserver observer) {
        this.innerObserver = observer;
        return this;
    }

    /** What it shares with other repair heads of one tenant in this process; may be used by all of them at the same time. */
    public RepairHeadContext limits(TenantLimits shared) {
        this.limits = shared;
        return this;
    }

    /**
     * Checks everything at once and reads keys; later changes have no effect. {@link RepairHead#open} does it too. With {@code authorities.join} it asks the
     * authorities for the keys, over TLS, and waits for them: for up to a minute.
     *
     * @throws ConfigurationException with every fault
     * @throws io.trackmc.net.authority.RegistrationException when an authority gives no keys, or does not answer in that time
     */
    public RepairHeadContext conclude() {
        setup();
        return this;
    }

    @Override
    protected RepairHeadContext self() {
        return this;
    }

    NodeSetup setup() {
        NodeSetup known = concluded;
        if (known == null) {
            known = concludeNode(List.of());
            concluded = known;
        }
        return known;
    }

    TenantLimits limits() {
        return limits;
    }

    @Nullable
    InnerObserver observer() {
        return innerObserver;
    }
}
