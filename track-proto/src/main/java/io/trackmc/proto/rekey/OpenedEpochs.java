package io.trackmc.proto.rekey;

import io.trackmc.proto.protect.KeyLayer;
import io.trackmc.proto.protect.KeyUpdates;

/**
 * The changeover of content epochs at a receiver, which only opens: a key is kept for as long as something that it opens may be
 * missing, and no longer.
 *
 * <p>Epochs rise with sequences. So when something of an epoch, or of a later one, was seen at a sequence, nothing from there on is of an
 * earlier epoch; and once all before that sequence is here, or given up, earlier epochs are over.
 */
public final class OpenedEpochs {

    private static final long NEVER = Long.MAX_VALUE;

    private final KeyUpdates updates;
    private final Changeover changeover;
    private final KnownRekeys known;
    private final long[] rekeys = new long[KeyUpdates.KEPT_REKEYS];
    private final long[] firsts = new long[KeyUpdates.KEPT_REKEYS];

    OpenedEpochs(KeyUpdates updates, Changeover changeover, KnownRekeys known) {
        this.updates = updates;
        this.changeover = changeover;
        this.known = known;
    }

    /** Another session begins: sequences start anew. What was seen of epochs says nothing about them. */
    public void reset() {
        java.util.Arrays.fill(rekeys, 0);
    }

    /** Whether there is anything to find out: costs nothing per packet where keys never change. */
    public boolean isIdle() {
        return !changeover.isPending() && !updates.hasPrevious(KeyLayer.CONTENT)
                && updates.newest(KeyLayer.CONTENT) == updates.applied(KeyLayer.CONTENT);
    }

    /**
     * Everything from a sequence on is sealed under the epoch of this SPI, or later ones.
     *
     * @return whether the SPI is one that was announced
     */
    public boolean seen(int contentSpi, long sequence) {
        long rekey = known.rekeyOf(contentSpi);
        if (rekey == 0) {
            return false;
        }
        int slot = (int) (rekey & KeyUpdates.KEPT_REKEYS - 1);
        firsts[slot] = rekeys[slot] == rekey ? Math.min(firsts[slot], sequence) : sequence;
        rekeys[slot] = rekey;
        return true;
    }

    /** Whether a rekey that is known brings the epoch of this SPI. */
    public boolean isKnown(int contentSpi) {
        return known.rekeyOf(contentSpi) != 0;
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
        long current = changeover.isPending() ? changeover.installed() - 1 : changeover.installed();
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

    /** First sequence known to be of the epoch that a rekey brought, or of a later one. */
    private long firstFrom(long rekey) {
        long first = NEVER;
        for (int i = 0; i < rekeys.length; i++) {
            if (rekeys[i] >= rekey && rekeys[i] > 0) {
                first = Math.min(first, firsts[i]);
            }
        }
        return first;
    }
}
