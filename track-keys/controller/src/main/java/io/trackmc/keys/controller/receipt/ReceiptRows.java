package io.trackmc.keys.controller.receipt;

import io.trackmc.keys.transport.receipt.Receipt;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.receipt.ReceiptEntry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Adds receipts of several parents up so that no packet of a receiver counts twice, in the order of the ends of their intervals.
 *
 * <p>A confirmation is a watermark from the receiver's first sequence on, so what one run of a receiver confirms is one range, whoever has heard which part of it; several runs of
 * a receiver, which may have been given the same packets, count by the union of their ranges. A packet is counted for the parent, and the interval, that said it first.
 */
public final class ReceiptRows {

    private final Map<Receiver, Ranges> received = new HashMap<>();
    private final Map<Run, Range> runs = new HashMap<>();
    private final Map<Run, ReceiptEntry> before = new HashMap<>();

    private ReceiptRows() {}

    private record Receiver(String group, int source, Incarnation session, int id) {}

    private record Run(Receiver receiver, Incarnation incarnation) {}

    private record Range(long first, long last) {}

    /** One row for each receiver in each receipt. */
    public static List<ReceiptRow> of(Stream<NumberedReceipt> receipts) {
        ReceiptRows rows = new ReceiptRows();
        List<ReceiptRow> result = new ArrayList<>();
        List<NumberedReceipt> all = receipts.toList();
        if (all.stream().anyMatch(NumberedReceipt::isHeadless)) {
            all.forEach(rows::noteBefore);
            rows.countBefore();
        }
        all.stream().sorted(Comparator.comparing((NumberedReceipt each) -> each.receipt().end())
                .thenComparingInt(each -> each.receipt().parent().id()).thenComparingLong(NumberedReceipt::number))
                .forEach(each -> rows.add(each, result));
        return result;
    }

    private void add(NumberedReceipt numbered, List<ReceiptRow> result) {
        Receipt receipt = numbered.receipt();
        for (ReceiptEntry entry : receipt.book().entries()) {
            if (!entry.repairHead()) {
                Receiver receiver = new Receiver(receipt.parent().group(), receipt.book().source(),
                        receipt.book().session(), entry.id());
                result.add(new ReceiptRow(numbered.number(), receipt, entry,
                        count(receiver, entry, entry.confirmed())));
            }
        }
    }

    /** Where receipts before these are missing, of one parent or another, what a run had confirmed before all of these was said there. */
    private void noteBefore(NumberedReceipt numbered) {
        Receipt receipt = numbered.receipt();
        for (ReceiptEntry entry : receipt.book().entries()) {
            if (!entry.repairHead()) {
                Receiver receiver = new Receiver(receipt.parent().group(), receipt.book().source(),
                        receipt.book().session(), entry.id());
                before.merge(new Run(receiver, entry.run()), entry,
                        (one, other) -> one.before() <= other.before() ? one : other);
            }
        }
    }

    private void countBefore() {
        before.forEach((run, entry) -> count(run.receiver(), entry, entry.before()));
    }

    /** How many sequences up to {@code confirmed} are new. */
    private long count(Receiver receiver, ReceiptEntry entry, long confirmed) {
        if (confirmed < entry.first()) {
            return 0; // whatever it says of the first sequence, nothing was confirmed from there on
        }
        Range range = runs.merge(new Run(receiver, entry.run()), new Range(entry.first(), confirmed),
                (one, other) -> new Range(Math.min(one.first(), other.first()), Math.max(one.last(), other.last())));
        return received.computeIfAbsent(receiver, _ -> new Ranges()).add(range.first(), range.last());
    }
}
