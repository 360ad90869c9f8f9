package io.trackmc.net.drill;

import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a node's datagrams while a drill says so. Ordered by any thread, asked by the driver's for every datagram; costs one read where nothing
 * is ordered.
 */
public final class SocketFaults {

    private final LongSupplier clockNs;
    private volatile @Nullable Active active;

    /**
     * @param share of datagrams that are lost
     * @param cut whether what leaves is lost too
     * @param untilNs when it is over
     */
    private record Active(double share, boolean cut, long untilNs) {}

    /** None yet. */
    public SocketFaults(LongSupplier clockNs) {
        this.clockNs = clockNs;
    }

    /** From now on, in the place of what was ordered before. */
    void begin(FaultOrder order) {
        boolean cut = order.kind() == FaultKind.PARTITION;
        active = new Active(cut ? 1 : order.share(), cut, clockNs.getAsLong() + order.forNs());
    }

    /** All is well again. */
    void end() {
        active = null;
    }

    /** Whether the next datagram that arrives is lost. */
    public boolean dropsArriving() {
        Active now = current();
        return now != null && (now.share >= 1 || ThreadLocalRandom.current().nextDouble() < now.share);
    }

    /** Whether the next datagram that leaves is lost. */
    public boolean dropsLeaving() {
        Active now = current();
        return now != null && now.cut;
    }

    private @Nullable Active current() {
        Active now = active;
        return now == null || now.untilNs - clockNs.getAsLong() > 0 ? now : null;
    }
}
