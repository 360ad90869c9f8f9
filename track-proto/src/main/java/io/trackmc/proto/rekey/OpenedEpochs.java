package io.trackmc.proto.rekey;

import io.trackmc.proto.protect.KeyLayer;
import io.trackmc.proto.protect.KeyUpdates;
import java.util.Arrays;

/**
 * The changeover of content epochs at a receiver, which only opens: a key is kept for as long as something that it opens may be
 * missing, and no longer.
 *
 * <p>Epochs rise with sequences. So when something of an epoch, or of a later one, was opened at a sequence, nothing from there on is of
 * an earlier epoch; and once all before that sequence is here, or given up, earlier epochs are over. Only what was opened counts: whoever
 * has no content key, and be it a repair head, cannot make a receiver forget one.
 */
public final class OpenedEpochs {

    private static final long NEVER = Long.MAX_VALUE;

    private final KeyUpdates updates;
    private final Changeover changeover;
    /** Epochs not before the one in use, each with the first sequence known to be of it or of a later one: as many as there are installed. */
    private long[] firsts = {};

    private int count;

    OpenedEpochs(KeyUpdates updates, Changeover changeover) {
        this.updates = updates;
        this.changeover = changeover;
    }

    /** Whether there is anything to find out: costs nothing per packet where keys never change. */
    public boolean isIdle() {
        return !changeover.isPending() && !updates.hasPrevious(KeyLayer.CONTENT);
    }

    /** Something opened from which follows that everything from a sequence on is sealed under the epoch of this SPI, or later ones. */
    public void opened(int contentSpi, long sequence) {
        long epoch = updates.epochOf(KeyLayer.CONTENT, contentSpi);
        if (epoch == 0) {
            return;
        }
        int place = placeOf(epoch);
        firsts[place + 1] = firsts[place] == epoch ? Math.min(firsts[place + 1], sequence) : sequence;
        firsts[place] = epoch;
    }

    /** Where an epoch is, or may be put: earlier ones than the one in use are asked for no more. */
    private int placeOf(long epoch) {
        long current = updates.activeEpoch(KeyLayer.CONTENT);
        int free = count;
        for (int i = 0; i < count; i += 2) {
            if (firsts[i] == epoch) {
                return i;
            }
            free = firsts[i] < current ? i : free;
        }
        if (free == count) {
            count += 2;
            firsts = count > firsts.length ? Arrays.copyOf(firsts, 2 * count) : firsts;
        }
        return free;
    }

    /**
     * Takes the next epoch into use, and forgets the one before, as far as all that may need its key is here.
     *
     * @param cumAck everything up to here is opened, or given up
     * @return whether anything changed
     */
    public boolean advance(long nowNs, long cumAck) {
        boolean changed = false;
        while (step(nowNs, cumAck)) {
            changed = true;
        }
        return changed;
    }

    void onApplied(long nowNs) {
        changeover.onApplied(nowNs);
    }

    private boolean step(long nowNs, long cumAck) {
        long current = updates.activeEpoch(KeyLayer.CONTENT);
        if (updates.hasPrevious(KeyLayer.CONTENT) && cumAck + 1 >= firstFrom(current)) {
            changeover.retire(nowNs);
            return true;
        }
        if (changeover.isPending() && !updates.hasPrevious(KeyLayer.CONTENT) && firstFrom(current + 1) != NEVER) {
            changeover.flip(nowNs);
            return true;
        }
        return false;
    }

    /** First sequence known to be of an epoch, or of a later one. */
    private long firstFrom(long epoch) {
        long first = NEVER;
        for (int i = 0; i < count; i += 2) {
            if (firsts[i] >= epoch) {
                first = Math.min(first, firsts[i + 1]);
            }
        }
        return first;
    }
}
