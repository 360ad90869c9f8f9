package io.trackmc.proto.receipt;

import io.trackmc.proto.protect.Incarnation;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.agrona.collections.Int2ObjectHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The accounts of a parent's children, from interval to interval. A child that leaves, is given up or expelled keeps its account until it has been taken, so its last
 * word counts. Bounded: for a child too many there is no account, which the book says.
 */
public final class ReceiptLedger {

    /** Sessions that may end before somebody takes their books; of one more, the children of the oldest are left out. */
    public static final int MOST_CLOSED = 4;

    /** Runs of one child that are remembered at a time: whoever starts again and again takes no room from others. */
    static final int MOST_RUNS = 4;

    private final int mostAccounts;
    private final List<ReceiptAccount> accounts = new ArrayList<>();
    private final Int2ObjectHashMap<ReceiptAccount> newest = new Int2ObjectHashMap<>();
    private final List<ReceiptBook> closed = new ArrayList<>();
    private int leftOut;

    /** @param mostAccounts most runs of children in one interval */
    public ReceiptLedger(int mostAccounts) {
        this.mostAccounts = mostAccounts;
    }

    /**
     * A child is bound: the account of this run of it, or a new one.
     *
     * @param rejoined whether it was another parent's child before
     * @return null where there is no room
     */
    public @Nullable ReceiptAccount open(int id, Incarnation run, boolean repairHead, boolean rejoined) {
        ReceiptAccount last = newest.get(id);
        for (ReceiptAccount known = last; known != null; known = known.earlier()) {
            if (known.isOf(run)) {
                known.returned();
                return known;
            }
        }
        leaveOutOldest(last);
        if (accounts.size() >= mostAccounts) {
            leftOut++;
            return null;
        }
        ReceiptAccount account = new ReceiptAccount(id, run, repairHead, rejoined, last);
        newest.put(id, account);
        accounts.add(account);
        return account;
    }

    private void leaveOutOldest(@Nullable ReceiptAccount newestOfIt) {
        ReceiptAccount kept = newestOfIt;
        for (int runs = 2; kept != null && runs < MOST_RUNS; runs++) {
            kept = kept.earlier();
        }
        if (kept == null || kept.earlier() == null) {
            return;
        }
        ReceiptAccount oldest = Objects.requireNonNull(kept.earlier());
        accounts.remove(oldest);
        kept.earlier(oldest.earlier());
        leftOut++;
    }

    /** Packets that receivers have confirmed since the accounts were taken last, added up over them. */
    public long packets() {
        long sum = 0;
        for (int i = 0; i < accounts.size(); i++) {
            sum += accounts.get(i).packets();
        }
        for (int i = 0; i < closed.size(); i++) {
            sum += closed.get(i).packets();
        }
        return sum;
    }

    /** Whether the accounts should be taken before the interval is over: a session has ended, or there is little room. */
    public boolean isPressing() {
        return !closed.isEmpty() || accounts.size() > mostAccounts - mostAccounts / 4;
    }

    /** The session is over for this parent: what its children had confirmed in it does not change any more. Another one may begin. */
    public void close(int source, Incarnation session, boolean timely, long closeSequence) {
        ReceiptBook last = book(source, session, timely, closeSequence);
        accounts.clear();
        newest.clear();
        if (last != null) {
            if (closed.size() == MOST_CLOSED) {
                leftOut += closed.removeFirst().entries().size();
            }
            closed.add(last);
        }
    }

    /** The interval is over: books of sessions that have ended in it, and that of the present one; none where nothing has changed. */
    public List<ReceiptBook> take(int source, Incarnation session, boolean timely, long closeSequence) {
        List<ReceiptBook> books = new ArrayList<>(closed);
        closed.clear();
        ReceiptBook present = book(source, session, timely, closeSequence);
        if (present != null) {
            books.add(present);
        }
        return books;
    }

    private @Nullable ReceiptBook book(int source, Incarnation session, boolean timely, long closeSequence) {
        boolean news = leftOut > 0;
        for (ReceiptAccount account : accounts) {
            account.resolve(closeSequence);
            news |= account.hasNews();
        }
        if (!news) {
            return null;
        }
        List<ReceiptEntry> entries = accounts.stream().map(ReceiptAccount::take).toList();
        ReceiptBook book = new ReceiptBook(source, session, timely, closeSequence, entries, leftOut);
        leftOut = 0;
        forgetSettled();
        return book;
    }

    private void forgetSettled() {
        newest.clear();
        List<ReceiptAccount> left = accounts.stream().filter(account -> !account.isSettled()).toList();
        accounts.clear();
        for (ReceiptAccount account : left) {
            account.earlier(newest.put(account.id(), account));
            accounts.add(account);
        }
    }
}
