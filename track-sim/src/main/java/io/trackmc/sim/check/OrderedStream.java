package io.trackmc.sim.check;

import java.util.BitSet;
import org.agrona.collections.LongArrayList;

/**
 * A stream in the order of the source. A gap is reported when it is known, which can be well before the stream gets there: each report
 * permits one leap from then on. Messages can be equal to each other, so after a leap it keeps every place in the stream at which the
 * receiver can be.
 */
final class OrderedStream implements DeliveredStream {

    private final boolean mayBeginLate;
    /** Indices into the offered messages, any of which may be the next. */
    private final BitSet next = new BitSet();
    /** Gaps that were reported and not yet leapt over. */
    private int leaps;
    private long delivered;

    OrderedStream(boolean mayBeginLate) {
        this.mayBeginLate = mayBeginLate;
        next.set(0);
    }

    @Override
    public boolean take(LongArrayList offered, long fingerprint) {
        boolean begins = delivered == 0 && mayBeginLate;
        boolean fits = begins ? begin(offered, fingerprint) : advance(offered, fingerprint);
        delivered++;
        return fits || leap(offered, fingerprint);
    }

    @Override
    public void gap() {
        leaps++;
    }

    @Override
    public long delivered() {
        return delivered;
    }

    /** A run with a gap ahead counts as complete: the gap may reach to the end. */
    @Override
    public boolean isComplete(LongArrayList offered) {
        boolean cameAfterAll = delivered == 0 && mayBeginLate;
        return cameAfterAll || leaps > 0 || next.get(offered.size());
    }

    /** Tries every place in the stream; a gap that was reported before is then what it began late for. */
    private boolean begin(LongArrayList offered, long fingerprint) {
        next.set(0, offered.size());
        boolean fits = advance(offered, fingerprint);
        if (!next.get(1) && leaps > 0) {
            leaps--;
        }
        return fits;
    }

    /** Tries every later place in the stream, if a gap permits it. */
    private boolean leap(LongArrayList offered, long fingerprint) {
        if (leaps == 0) {
            return false;
        }
        leaps--;
        next.set(next.nextSetBit(0), offered.size());
        return advance(offered, fingerprint);
    }

    /** Moves every place that fits one further; false when none fits. */
    private boolean advance(LongArrayList offered, long fingerprint) {
        BitSet after = new BitSet();
        for (int at = next.nextSetBit(0); at >= 0; at = next.nextSetBit(at + 1)) {
            if (at < offered.size() && offered.getLong(at) == fingerprint) {
                after.set(at + 1);
            }
        }
        if (after.isEmpty()) {
            return false;
        }
        next.clear();
        next.or(after);
        return true;
    }
}
