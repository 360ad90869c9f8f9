package io.trackmc.proto.receipt;

import io.trackmc.proto.protect.Incarnation;
import java.util.List;

/**
 * What a parent's children have confirmed to it in one session, as of the end of an interval: all who were bound in the interval, in the order in which they
 * came.
 *
 * @param source node id of the source
 * @param session the source's run
 * @param timely whether a confirmation covers what the receiver was told that it will not get, too
 * @param closeSequence last sequence of the session where this parent knows it; else 0
 * @param entries one for each run of a child
 * @param leftOut children for whom there was no account: there were too many in the interval
 */
public record ReceiptBook(int source, Incarnation session, boolean timely, long closeSequence,
        List<ReceiptEntry> entries, int leftOut) {

    /** Keeps a copy of the list. */
    public ReceiptBook {
        entries = List.copyOf(entries);
    }

    /** Packets that receivers confirmed in the interval, added up over them. */
    public long packets() {
        return entries.stream().mapToLong(ReceiptEntry::packets).sum();
    }
}
