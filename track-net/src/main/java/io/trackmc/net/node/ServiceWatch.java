package io.trackmc.net.node;

import io.trackmc.proto.event.CounterId;
import io.trackmc.proto.event.Counters;

/** Notices the first repair or data from a parent that was found by fail-over. One thread. */
public final class ServiceWatch {

    /** Hears of it. */
    @FunctionalInterface
    public interface Listener {

        /**
         * The new parent has served.
         *
         * @param parent its node id
         * @param nowNs by {@link System#nanoTime}
         */
        void onServed(int parent, long nowNs);
    }

    private final int source;
    private final Listener listener;
    private boolean waits;
    private int parent;
    private long before;

    /** @param source node id of the sender, whose data count as service */
    public ServiceWatch(int source, Listener listener) {
        this.source = source;
        this.listener = listener;
    }

    /** A parent has confirmed. */
    public void bound(int newParent, boolean failover, Counters counters) {
        waits = failover;
        parent = newParent;
        before = served(counters);
    }

    /** The parent is lost, or the session over. */
    public void lost() {
        waits = false;
    }

    /** Looks whether something has come. */
    public void look(long nowNs, Counters counters) {
        if (waits && served(counters) != before) {
            waits = false;
            listener.onServed(parent, nowNs);
        }
    }

    private long served(Counters counters) {
        long repairs = counters.get(CounterId.REPAIRS_RECEIVED);
        return parent == source ? repairs + counters.get(CounterId.DATA_PACKETS) : repairs;
    }
}
