package io.trackmc.sim.check;

import org.agrona.collections.Long2LongCounterMap;
import org.agrona.collections.LongArrayList;

/**
 * A stream of which each message comes at most once, in any order. Messages can be equal to each other: no more of a kind may come
 * than were offered until then. Only who came late or reported a gap may miss one in the end.
 */
final class UnorderedStream implements DeliveredStream {

    private final boolean mayBeginLate;
    /** Offered and not delivered, of each kind; of the first {@link #counted} offered. */
    private final Long2LongCounterMap open = new Long2LongCounterMap(0);
    private int counted;
    private boolean gap;
    private long delivered;

    UnorderedStream(boolean mayBeginLate) {
        this.mayBeginLate = mayBeginLate;
    }

    @Override
    public boolean take(LongArrayList offered, long fingerprint) {
        while (counted < offered.size()) {
            open.incrementAndGet(offered.getLong(counted));
            counted++;
        }
        delivered++;
        return open.decrementAndGet(fingerprint) >= 0;
    }

    @Override
    public void gap() {
        gap = true;
    }

    @Override
    public long delivered() {
        return delivered;
    }

    @Override
    public boolean isComplete(LongArrayList offered) {
        return mayBeginLate || gap || delivered == offered.size();
    }
}
