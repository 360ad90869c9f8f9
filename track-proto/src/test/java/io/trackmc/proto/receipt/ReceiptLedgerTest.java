package io.trackmc.proto.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.engine.EngineEvent.ChildLoss;
import io.trackmc.proto.protect.Incarnation;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ReceiptLedgerTest {

    private static final int SOURCE = 1;
    private static final int CHILD = 7;
    private static final Incarnation RUN = new Incarnation(5, 6);
    private static final Incarnation LATER_RUN = new Incarnation(6, 6);
    private static final Incarnation SESSION = new Incarnation(1, 2);
    private static final Incarnation NEXT_SESSION = new Incarnation(2, 2);
    private static final boolean LATE = true;

    private final ReceiptLedger ledger = new ReceiptLedger(4);

    @Test
    void shouldCountWhatAChildConfirmedInEachInterval() {
        ReceiptAccount child = bind(CHILD, RUN, false);
        child.report(0, !LATE);
        child.report(10, !LATE);
        assertThat(ledger.packets()).isEqualTo(10);
        assertThat(entry()).isEqualTo(new ReceiptEntry(CHILD, RUN, false, 1, 0, 10, false, null));

        child.report(25, !LATE);
        child.report(20, !LATE); // overtaken on the way
        assertThat(entry()).isEqualTo(new ReceiptEntry(CHILD, RUN, false, 1, 10, 25, false, null));
        assertThat(take()).as("nothing has happened").isEmpty();
    }

    @Test
    void shouldKeepTheLastWordOfAChildThatLeavesAndForgetItThen() {
        ReceiptAccount child = bind(CHILD, RUN, false);
        child.report(10, !LATE);
        child.gone(ChildLoss.SILENT);
        assertThat(entry()).isEqualTo(new ReceiptEntry(CHILD, RUN, false, 1, 0, 10, false, ChildLoss.SILENT));
        assertThat(take()).isEmpty();
        assertThat(bind(CHILD, RUN, true)).isNotSameAs(child);
    }

    @Test
    void shouldGoOnWithTheAccountOfARunThatComesBackWithinTheInterval() {
        ReceiptAccount child = bind(CHILD, RUN, false);
        child.report(10, !LATE);
        child.gone(ChildLoss.LEFT);
        assertThat(bind(CHILD, LATER_RUN, false)).isNotSameAs(child);
        assertThat(bind(CHILD, RUN, true)).isSameAs(child);
        assertThat(only(take()).entries()).extracting(ReceiptEntry::gone).containsExactly(null, null);
    }

    @Test
    void shouldClaimNothingThatALateChildDoesNotSayItBeganWith() {
        ReceiptAccount child = bind(CHILD, RUN, false);
        child.report(499, LATE);
        child.report(510, LATE);
        assertThat(entry()).isEqualTo(new ReceiptEntry(CHILD, RUN, false, 500, 499, 510, false, null));
    }

    @Test
    void shouldNotCountForThisParentWhatAChildThatMovedHadConfirmedBefore() {
        ReceiptAccount child = bind(CHILD, RUN, true);
        child.report(100, LATE); // as everybody who has just moved says
        child.report(120, LATE);
        child.report(130, !LATE);
        ReceiptEntry entry = entry();
        assertThat(entry).isEqualTo(new ReceiptEntry(CHILD, RUN, false, 1, 100, 130, false, null));
        assertThat(entry.packets()).isEqualTo(30);
    }

    @Test
    void shouldSayAtOnceThatAChildThatMovedHoldsTheSessionFromItsBeginning() {
        ReceiptAccount child = bind(CHILD, RUN, true);
        child.report(100, LATE);
        assertThat(entry().first()).isEqualTo(101);
        child.report(100, !LATE);
        assertThat(entry()).isEqualTo(new ReceiptEntry(CHILD, RUN, false, 1, 100, 100, false, null));
    }

    @Test
    void shouldTakeAFirstSequenceUpThatRisesBeforeAnythingIsConfirmed() {
        ReceiptAccount child = bind(CHILD, RUN, false);
        child.report(0, !LATE);
        child.report(499, LATE);
        child.report(501, LATE);
        assertThat(entry()).isEqualTo(new ReceiptEntry(CHILD, RUN, false, 500, 499, 501, false, null));
    }

    @Test
    void shouldCountAChildThatIsCompleteUpToTheEndAlsoWhenTheEndIsLearntLater() {
        ReceiptAccount child = bind(CHILD, RUN, false);
        child.report(90, !LATE);
        child.complete(true);
        child.gone(ChildLoss.DONE);
        assertThat(entry().confirmed()).isEqualTo(90);
        List<ReceiptBook> later = ledger.take(SOURCE, SESSION, false, 100);
        assertThat(only(later).entries())
                .containsExactly(new ReceiptEntry(CHILD, RUN, false, 1, 90, 100, true, ChildLoss.DONE));
        assertThat(take()).isEmpty();
    }

    @Test
    void shouldClaimNothingForALateChildWhoseFirstReportNeverCame() {
        ReceiptAccount child = bind(CHILD, RUN, false);
        child.complete(false);
        child.gone(ChildLoss.DONE);
        assertThat(only(ledger.take(SOURCE, SESSION, false, 100)).packets()).isZero();
    }

    @Test
    void shouldKeepTheBooksOfASessionThatEndsApartFromTheNext() {
        bind(CHILD, RUN, false).report(10, !LATE);
        ledger.close(SOURCE, SESSION, true, 10);
        assertThat(ledger.isPressing()).isTrue();
        bind(CHILD, RUN, false).report(3, !LATE);
        assertThat(ledger.packets()).isEqualTo(13);
        assertThat(ledger.take(SOURCE, NEXT_SESSION, false, 0)).containsExactly(
                new ReceiptBook(SOURCE, SESSION, true, 10,
                        List.of(new ReceiptEntry(CHILD, RUN, false, 1, 0, 10, false, null)), 0),
                new ReceiptBook(SOURCE, NEXT_SESSION, false, 0,
                        List.of(new ReceiptEntry(CHILD, RUN, false, 1, 0, 3, false, null)), 0));
        assertThat(ledger.isPressing()).isFalse();
    }

    @Test
    void shouldSayHowManyWereLeftOutForWhomThereWasNoRoom() {
        for (int id = 1; id <= 4; id++) {
            assertThat(ledger.isPressing()).isFalse();
            bind(id, RUN, false).report(1, !LATE);
        }
        assertThat(ledger.isPressing()).isTrue();
        assertThat(ledger.open(5, RUN, false, false)).isNull();
        assertThat(only(take()).leftOut()).isEqualTo(1);
    }

    @Test
    void shouldLeaveOutTheChildrenOfTheOldestSessionThatNobodyTook() {
        for (int i = 0; i <= ReceiptLedger.MOST_CLOSED; i++) {
            bind(CHILD, RUN, false).report(1, !LATE);
            ledger.close(SOURCE, new Incarnation(i, 0), false, 0);
        }
        bind(CHILD, RUN, false).report(1, !LATE);
        List<ReceiptBook> books = take();
        assertThat(books).hasSize(ReceiptLedger.MOST_CLOSED + 1);
        assertThat(books.getLast().leftOut()).isEqualTo(1);
    }

    private ReceiptAccount bind(int id, Incarnation run, boolean rejoined) {
        return Objects.requireNonNull(ledger.open(id, run, false, rejoined));
    }

    private List<ReceiptBook> take() {
        return ledger.take(SOURCE, SESSION, false, 0);
    }

    private ReceiptEntry entry() {
        return only(only(take()).entries());
    }

    private static <T> T only(List<T> list) {
        assertThat(list).hasSize(1);
        return list.getFirst();
    }
}
