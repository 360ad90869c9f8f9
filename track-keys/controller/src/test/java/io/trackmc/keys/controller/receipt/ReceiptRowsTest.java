package io.trackmc.keys.controller.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.keys.transport.receipt.Receipt;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.receipt.ReceiptBook;
import io.trackmc.proto.receipt.ReceiptEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReceiptRowsTest {

    private static final Incarnation RUN = new Incarnation(1, 1);
    private static final Incarnation LATER_RUN = new Incarnation(2, 2);
    private static final int RECEIVER = 9;

    private final List<NumberedReceipt> receipts = new ArrayList<>();

    @Test
    void shouldCountAReceiverThatWentFromOneParentToAnotherOnce() {
        say(2, 1, RUN, 1, 0, 100);
        say(3, 2, RUN, 121, 120, 150); // what it confirmed in between it told to nobody but by this
        assertThat(packets()).containsExactly(100L, 50L);
    }

    @Test
    void shouldCountForTheParentThatSaidItFirst() {
        say(3, 2, RUN, 1, 100, 150);
        say(2, 1, RUN, 1, 0, 100);
        assertThat(packets()).containsExactly(100L, 50L);
    }

    @Test
    void shouldNotCountAgainWhatALaterRunWasGivenToo() {
        say(2, 1, RUN, 1, 0, 100);
        say(2, 2, LATER_RUN, 51, 50, 120);
        say(2, 3, LATER_RUN, 51, 120, 130);
        assertThat(packets()).containsExactly(100L, 20L, 10L);
    }

    @Test
    void shouldLeaveOutWhatNeitherRunConfirmed() {
        say(2, 1, RUN, 1, 0, 100);
        say(2, 2, LATER_RUN, 201, 200, 210);
        assertThat(packets()).containsExactly(100L, 10L);
    }

    @Test
    void shouldNotTakeTheFirstSequenceOfWhoHasConfirmedNothing() {
        say(2, 1, RUN, 1, 0, 0);
        say(2, 2, RUN, 500, 499, 510);
        assertThat(packets()).containsExactly(0L, 11L);
    }

    @Test
    void shouldCountOnlyTheIntervalOfAReceiptWhosePredecessorsAreMissing() {
        receipts.add(new NumberedReceipt(5, true, receipt(2, 1, entry(RUN, 1, 90, 100))));
        say(2, 2, RUN, 1, 100, 110);
        assertThat(packets()).containsExactly(10L, 10L);
    }

    @Test
    void shouldCountTheSameReceiptOnce() {
        say(2, 1, RUN, 1, 0, 100);
        say(2, 1, RUN, 1, 0, 100);
        assertThat(packets()).containsExactly(100L, 0L);
    }

    @Test
    void shouldNotCountRepairHeads() {
        receipts.add(new NumberedReceipt(1, false,
                receipt(2, 1, new ReceiptEntry(4, RUN, true, 1, 0, 100, false, null))));
        assertThat(packets()).isEmpty();
    }

    private void say(int parent, int atSecond, Incarnation run, long first, long before, long confirmed) {
        receipts.add(
                new NumberedReceipt(atSecond, false, receipt(parent, atSecond, entry(run, first, before, confirmed))));
    }

    private static ReceiptEntry entry(Incarnation run, long first, long before, long confirmed) {
        return new ReceiptEntry(RECEIVER, run, false, first, before, confirmed, false, null);
    }

    private static Receipt receipt(int parent, int atSecond, ReceiptEntry entry) {
        return new Receipt(new Receipt.Parent("news", "rh-" + parent, parent, parent, ""),
                Instant.ofEpochSecond(atSecond - 1), Instant.ofEpochSecond(atSecond),
                new ReceiptBook(1, RUN, false, 0, List.of(entry), 0), Map.of());
    }

    private List<Long> packets() {
        return ReceiptRows.of(receipts.stream()).stream().map(ReceiptRow::packets).toList();
    }
}
