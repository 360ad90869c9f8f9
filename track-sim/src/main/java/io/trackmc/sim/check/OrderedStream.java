package io.trackmc.sim.check;

import java.util.Arrays;
import org.agrona.collections.LongArrayList;

/**
 * A stream in the order of the source. A gap is reported when it is known, which can be well before the stream gets there: each report
 * permits one leap from then on. Messages can be equal to each other, and what comes after a gap can look like what the gap took away;
 * so it keeps every place in the stream at which the receiver can be, each with the fewest leaps that lead there.
 */
final class OrderedStream implements DeliveredStream {

    private static final int CANNOT_BE = Integer.MAX_VALUE;
    private static final int FIRST_PLACES = 16;

    private final boolean mayBeginLate;
    /** Indices into the offered messages, ascending, any of which may be the next; the first {@link #places} count. */
    private int[] next = new int[FIRST_PLACES];
    /** Fewest leaps over gaps that lead to the place in {@link #next} of the same index. */
    private int[] leapsTo = new int[FIRST_PLACES];
    private int places = 1;
    /** Gaps that were reported. */
    private int gaps;
    private long delivered;

    OrderedStream(boolean mayBeginLate) {
        this.mayBeginLate = mayBeginLate;
    }

    @Override
    public boolean take(LongArrayList offered, long fingerprint) {
        boolean begins = delivered == 0 && mayBeginLate;
        delivered++;
        return begins ? begin(offered, fingerprint) : advance(offered, fingerprint);
    }

    @Override
    public void gap() {
        gaps++;
    }

    @Override
    public long delivered() {
        return delivered;
    }

    /** A run with a gap ahead counts as complete: the gap may reach to the end. */
    @Override
    public boolean isComplete(LongArrayList offered) {
        boolean cameAfterAll = delivered == 0 && mayBeginLate;
        return cameAfterAll || fewestLeaps() < gaps || next[places - 1] == offered.size();
    }

    /** Tries every place in the stream. Where a late receiver begins is free, also when it knows of gaps ahead. */
    private boolean begin(LongArrayList offered, long fingerprint) {
        Found found = new Found();
        for (int at = 0; at < offered.size(); at++) {
            if (offered.getLong(at) == fingerprint) {
                found.add(at + 1, 0);
            }
        }
        return found.becomesNext();
    }

    /** Moves every place that fits one further, and leaps ahead from every place that has a gap left; changes nothing when neither fits. */
    private boolean advance(LongArrayList offered, long fingerprint) {
        if (places == 1 && leapsTo[0] == gaps) {
            return follow(offered, fingerprint);
        }
        int end = fewestLeaps() < gaps ? offered.size() : Math.min(offered.size(), next[places - 1] + 1);
        Found found = new Found();
        int leaps = CANNOT_BE;
        int place = 0;
        for (int at = next[0]; at < end; at++) {
            int reached = leaps;
            if (place < places && next[place] == at) {
                reached = Math.min(reached, leapsTo[place]);
                leaps = Math.min(leaps, leapsTo[place] + 1);
                place++;
            }
            if (reached <= gaps && offered.getLong(at) == fingerprint) {
                found.add(at + 1, reached);
            }
        }
        return found.becomesNext();
    }

    /** The usual case: one place, and no gap left to leap over. */
    private boolean follow(LongArrayList offered, long fingerprint) {
        int at = next[0];
        if (at >= offered.size() || offered.getLong(at) != fingerprint) {
            return false;
        }
        next[0] = at + 1;
        return true;
    }

    private int fewestLeaps() {
        int fewest = CANNOT_BE;
        for (int i = 0; i < places; i++) {
            fewest = Math.min(fewest, leapsTo[i]);
        }
        return fewest;
    }

    /** Places where the receiver can be after a message. */
    private final class Found {

        private int[] at = new int[FIRST_PLACES];
        private int[] leaps = new int[FIRST_PLACES];
        private int count;

        void add(int place, int fewestLeaps) {
            if (count == at.length) {
                at = Arrays.copyOf(at, 2 * count);
                leaps = Arrays.copyOf(leaps, 2 * count);
            }
            at[count] = place;
            leaps[count] = fewestLeaps;
            count++;
        }

        boolean becomesNext() {
            if (count == 0) {
                return false;
            }
            next = at;
            leapsTo = leaps;
            places = count;
            return true;
        }
    }
}
