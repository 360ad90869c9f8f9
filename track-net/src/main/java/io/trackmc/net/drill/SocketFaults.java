package io.trackmc.net.drill;

import io.trackmc.net.DatagramFaults;
import io.trackmc.proto.engine.Endpoint;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a node's datagrams while a drill says so. Ordered by any thread, asked by the driver's for every datagram; costs a few reads where nothing
 * is ordered. Each kind of fault can be there beside the others; a later order takes the place of an earlier one of its kind.
 */
public final class SocketFaults implements DatagramFaults {

    private final LongSupplier clockNs;
    private volatile @Nullable Active loss;
    private volatile @Nullable Active delay;
    private volatile @Nullable Active partition;
    private volatile @Nullable Active shun;

    /** From when on nothing arrives or leaves any more, because the process ends then; null while it does not. */
    private volatile @Nullable Long endsNs;

    private record Active(FaultOrder order, long untilNs) {}

    /** None yet. */
    public SocketFaults(LongSupplier clockNs) {
        this.clockNs = clockNs;
    }

    /** From now on, in the place of what was ordered before of the same kind. */
    void begin(FaultOrder order) {
        Active active = new Active(order, clockNs.getAsLong() + order.forNs());
        switch (order.kind()) {
            case LOSS -> loss = active;
            case DELAY -> delay = active;
            case PARTITION -> partition = active;
            case SHUN -> shun = active;
            default -> throw new IllegalArgumentException(order.kind() + " is not of sockets");
        }
    }

    /**
     * The process ends at that time. On a busy host its last thread may be run later; nothing leaves meanwhile, so that the fault begins when it is said to, and
     * nothing takes this back.
     */
    void endAt(long nanoTime) {
        endsNs = nanoTime;
    }

    private boolean isOver() {
        Long ends = endsNs;
        return ends != null && clockNs.getAsLong() - ends >= 0;
    }

    /** All is well again. What is held back comes now. */
    void end() {
        loss = null;
        delay = null;
        partition = null;
        shun = null;
    }

    @Override
    public boolean dropsArriving(long high, long low, int port) {
        if (isOver()) {
            return true;
        }
        FaultOrder cut = current(partition);
        if (cut != null && !cut.peers().contains(new Endpoint(high, low, port))) {
            return true;
        }
        FaultOrder shunned = current(shun);
        if (shunned != null && shunned.peers().contains(new Endpoint(high, low, port))) {
            return true;
        }
        FaultOrder lossy = current(loss);
        return lossy != null && (lossy.share() >= 1 || ThreadLocalRandom.current().nextDouble() < lossy.share());
    }

    /** What goes to a group is for those that are cut off too; who is not shuns it. */
    @Override
    public boolean dropsLeaving(@Nullable Endpoint to) {
        if (isOver()) {
            return true;
        }
        FaultOrder cut = current(partition);
        return cut != null && (to == null ? cut.peers().isEmpty() : !cut.peers().contains(to));
    }

    @Override
    public long delayArrivingNs() {
        FaultOrder slow = current(delay);
        if (slow == null) {
            return 0;
        }
        return slow.delayNs() + (slow.jitterNs() == 0 ? 0
                : ThreadLocalRandom.current().nextLong(slow.jitterNs() + 1));
    }

    @Override
    public boolean delaysArriving() {
        return current(delay) != null;
    }

    private @Nullable FaultOrder current(@Nullable Active active) {
        return active == null || active.untilNs - clockNs.getAsLong() <= 0 ? null : active.order;
    }
}
