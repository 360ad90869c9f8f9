package io.trackmc.proto.tree;

import io.trackmc.proto.receipt.ReceiptBook;
import io.trackmc.proto.receipt.ReceiptLedger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the children of a region confirm, session by session, where somebody keeps receipts; nothing where nobody does (docs/decisions/0022-receipts.md). Of an engine's one thread.
 */
final class RegionReceipts {

    /** Runs of children that may come and go in one interval, for each child that there may be at a time. */
    private static final int ACCOUNTS_PER_CHILD = 4;

    private final SessionState session;
    private @Nullable ReceiptLedger ledger;

    RegionReceipts(SessionState session) {
        this.session = session;
    }

    /** From now on an account is kept of each child. */
    ReceiptLedger keep(int maxChildren) {
        ReceiptLedger kept = new ReceiptLedger(ACCOUNTS_PER_CHILD * maxChildren);
        ledger = kept;
        return kept;
    }

    /** What has not been taken yet; null where nobody {@link #keep}s. */
    @Nullable
    ReceiptLedger ledger() {
        return ledger;
    }

    /** An interval is over: what children have confirmed by now. Empty where nothing has changed. */
    List<ReceiptBook> take() {
        return ledger == null ? List.of()
                : ledger.take(session.source(), session.incarnation(), session.rules().isTimely(), knownEnd());
    }

    /** The session is over for this parent; another may begin. Before that one is opened. */
    void close() {
        if (ledger != null) {
            ledger.close(session.source(), session.incarnation(), session.rules().isTimely(), knownEnd());
        }
    }

    private long knownEnd() {
        return session.isClosed() ? session.closeSequence() : 0;
    }
}
