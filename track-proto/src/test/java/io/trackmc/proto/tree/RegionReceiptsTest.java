package io.trackmc.proto.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.receipt.ReceiptAccount;
import io.trackmc.proto.receipt.ReceiptBook;
import io.trackmc.proto.receipt.ReceiptLedger;
import io.trackmc.proto.testing.Nodes;
import io.trackmc.proto.wire.SessionRules;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RegionReceiptsTest {

    private static final int SOURCE = 1;
    private static final int CHILD = 100;
    private static final int MAX_CHILDREN = 2;
    private static final Incarnation RUN = Nodes.incarnation(SOURCE, 1);

    private final SessionState session = new SessionState();
    private final RegionReceipts receipts = new RegionReceipts(session);

    @BeforeEach
    void open() {
        session.open(SOURCE, RUN, SessionRules.DEFAULT);
    }

    @Test
    void shouldHaveNothingWhereNobodyKeepsReceipts() {
        receipts.close();

        assertThat(receipts.ledger()).isNull();
        assertThat(receipts.take()).isEmpty();
    }

    @Test
    void shouldSayOfWhichSessionTheChildrenHaveConfirmedWhat() {
        child(receipts.keep(MAX_CHILDREN), CHILD).report(7, false);

        assertThat(receipts.take()).singleElement().satisfies(book -> {
            assertThat(book.source()).isEqualTo(SOURCE);
            assertThat(book.session()).isEqualTo(RUN);
            assertThat(book.closeSequence()).as("not known").isZero();
            assertThat(book.entries()).hasSize(1);
        });
        assertThat(receipts.take()).as("nothing new").isEmpty();
    }

    @Test
    void shouldKeepTheBookOfASessionThatIsOverUntilItIsTaken() {
        child(receipts.keep(MAX_CHILDREN), CHILD).report(7, false);
        session.close(7);
        receipts.close();
        Incarnation next = Nodes.incarnation(SOURCE, 2);
        session.open(SOURCE, next, SessionRules.DEFAULT);
        child(receipts.ledger(), CHILD).report(1, false);

        assertThat(receipts.take()).extracting(ReceiptBook::session).containsExactly(RUN, next);
    }

    @Test
    void shouldHaveRoomForSeveralRunsOfEachChild() {
        ReceiptLedger ledger = receipts.keep(MAX_CHILDREN);
        for (int i = 0; i < 4 * MAX_CHILDREN; i++) {
            assertThat(ledger.open(CHILD + i, Nodes.incarnation(CHILD + i, 1), false, false)).isNotNull();
        }

        assertThat(ledger.open(CHILD - 1, Nodes.incarnation(CHILD - 1, 1), false, false)).isNull();
    }

    private static ReceiptAccount child(ReceiptLedger ledger, int id) {
        return ledger.open(id, Nodes.incarnation(id, 1), false, false);
    }
}
