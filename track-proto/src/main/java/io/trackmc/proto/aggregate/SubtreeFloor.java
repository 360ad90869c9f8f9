package io.trackmc.proto.aggregate;

import io.trackmc.proto.tree.Child;
import io.trackmc.proto.tree.ChildTable;

/**
 * What all children have, and have room for, as of their newest reports: the minima of {@link SubtreeSummary} that a parent needs at each
 * report of a child, without a look at all others.
 */
public final class SubtreeFloor {

    private final ChildTable table;
    private final LeastOfMany acks = new LeastOfMany();
    private final LeastOfMany rooms = new LeastOfMany();
    private final LeastOfMany transportEpochs = new LeastOfMany();
    private final LeastOfMany contentEpochs = new LeastOfMany();
    private int changes = -1;

    public SubtreeFloor(ChildTable table) {
        this.table = table;
    }

    /** Takes in the newest report of a child. */
    public void onReport(Child child) {
        if (changes == table.changes()) {
            enter(child);
        } else {
            refresh();
        }
    }

    /** Takes in who has come and gone. */
    public void refresh() {
        if (changes == table.changes()) {
            return;
        }
        changes = table.changes();
        acks.clear(table.size());
        rooms.clear(table.size());
        transportEpochs.clear(table.size());
        contentEpochs.clear(table.size());
        for (int i = 0; i < table.size(); i++) {
            Child child = table.at(i);
            if (child != null) {
                enter(child);
            }
        }
    }

    /** Minimum of subtreeCumAck, or {@link SubtreeSummary#NO_CHILD}. */
    public long cumAck() {
        return acks.least();
    }

    /** Minimum of highestAllowed, or {@link SubtreeSummary#NO_CHILD}. */
    public long highestAllowed() {
        return rooms.least();
    }

    /** Oldest installed transport epoch, or {@link SubtreeSummary#NO_CHILD}. */
    public long transportEpoch() {
        return transportEpochs.least();
    }

    /** Oldest installed content epoch of a receiver; 0 when none has told. */
    public long contentEpoch() {
        long least = contentEpochs.least();
        return least == SubtreeSummary.NO_CHILD ? 0 : least;
    }

    private void enter(Child child) {
        if (child.isBound() || child.isHeld()) {
            acks.set(child.index(), child.report().subtreeCumAck());
            rooms.set(child.index(), child.report().highestAllowed());
            transportEpochs.set(child.index(), child.report().transportEpoch());
            long contentEpoch = child.report().contentEpoch();
            contentEpochs.set(child.index(), contentEpoch == 0 ? SubtreeSummary.NO_CHILD : contentEpoch);
        }
    }
}
