package io.trackmc.keys.transport.receipt;

import io.trackmc.proto.receipt.ReceiptBook;
import java.time.Instant;
import java.util.Map;

/**
 * What the children of one parent confirmed to it by the end of an interval.
 *
 * @param parent whose word it is
 * @param begin end of the interval before, by the parent's clock
 * @param end of the interval, by the same
 * @param book the accounts of its children
 * @param names of children by node id, as far as the parent knows them
 */
public record Receipt(Parent parent, Instant begin, Instant end, ReceiptBook book, Map<Integer, String> names) {

    /** Keeps a copy of the names. */
    public Receipt {
        names = Map.copyOf(names);
    }

    /**
     * A parent as its receipts name it.
     *
     * @param group name of the group
     * @param name of the node, which is that of its certificate
     * @param id node id
     * @param region that it heads
     * @param tenant whose region that is, for people; empty for nobody's
     */
    public record Parent(String group, String name, int id, int region, String tenant) {}
}
