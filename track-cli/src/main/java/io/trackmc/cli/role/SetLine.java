package io.trackmc.cli.role;

import io.trackmc.cli.fileset.OutgoingSet;
import io.trackmc.sender.PositionStatus;
import io.trackmc.sender.Publisher;
import io.trackmc.sender.SenderStatus;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/** Publishes a set of files, and finds out who has all of it: its receivers confirm what they are given only when they do. */
final class SetLine implements OutgoingSet.Line {

    /** Publishes as the run does. */
    @FunctionalInterface
    interface Out {
        long publish(byte[] message, int offset, int length) throws InterruptedException;
    }

    /** How long receivers may take to confirm what they store; a pass begun in vain is stopped anyway. */
    private static final long SETTLE_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long LOOK_MS = 10;

    /** Longer than anybody is on the way from one parent to another. */
    private static final long LEFT_NS = TimeUnit.SECONDS.toNanos(5);

    private final Publisher publisher;
    private final Out out;
    private final IntSupplier expected;
    private final Duration patience;

    /**
     * For one publisher.
     *
     * @param expected how many receivers are to have everything
     * @param patience how long those who are gone may take to come back; zero: for ever
     */
    SetLine(Publisher publisher, Out out, IntSupplier expected, Duration patience) {
        this.publisher = publisher;
        this.out = out;
        this.expected = expected;
        this.patience = patience;
    }

    @Override
    public long publish(byte[] message, int offset, int length) throws InterruptedException {
        return out.publish(message, offset, length);
    }

    @Override
    public boolean isConfirmed(long position) {
        if (publisher.confirmedPosition() < position) {
            return false;
        }
        PositionStatus status = publisher.statusOf(position);
        return status.reached() && status.confirmed() >= expected.getAsInt();
    }

    /** A mark says something of those only who were there when it was published: what is confirmed never falls when somebody comes. */
    @Override
    public boolean isEverybodyWhole(OutgoingSet.Mark mark) throws InterruptedException {
        if (there() < expected.getAsInt()) {
            return false;
        }
        long position = mark.publish();
        for (long beginNs = System.nanoTime(); System.nanoTime() - beginNs < SETTLE_NS; pause()) {
            if (isConfirmed(position)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean isAnotherPassOfUse(OutgoingSet.Mark mark) throws InterruptedException {
        long beginNs = System.nanoTime();
        while (patience.isZero() || System.nanoTime() - beginNs < patience.toNanos()) {
            if (isEverybodyWhole(mark)) {
                return false;
            }
            int there = there();
            if (there > 0 && isSomebodyLacking(mark.publish())) {
                return true;
            }
            if (hasSomebodyLeft()) {
                return false;
            }
            awaitAnother(there, beginNs);
        }
        return false;
    }

    /** Waits until those who are there have stored a mark, and then a moment for their confirmation. */
    private boolean isSomebodyLacking(long position) throws InterruptedException {
        long storedNs = System.nanoTime();
        while (System.nanoTime() - storedNs < SETTLE_NS) {
            if (publisher.confirmedPosition() >= position || there() == 0) {
                return false;
            }
            if (publisher.stablePosition() < position) {
                storedNs = System.nanoTime();
            }
            pause();
        }
        return true;
    }

    /**
     * Whether who is missing has left by itself: it cannot have everything, and has said so. One that comes back is neither among the failed nor among those who are there, for a
     * moment, and one that changes its parent neither.
     */
    private boolean hasSomebodyLeft() throws InterruptedException {
        for (long beginNs = System.nanoTime(); System.nanoTime() - beginNs < LEFT_NS; pause()) {
            SenderStatus status = publisher.status();
            if (status.receivers() >= expected.getAsInt() || status.failed() > 0) {
                return false;
            }
        }
        return true;
    }

    /** Those who are there have everything: waits for one of the others, as long as there is patience. */
    private void awaitAnother(int there, long beginNs) throws InterruptedException {
        while (there() == there && there < expected.getAsInt()
                && (patience.isZero() || System.nanoTime() - beginNs < patience.toNanos())) {
            pause();
        }
    }

    private int there() {
        return publisher.status().receivers();
    }

    private static void pause() throws InterruptedException {
        Thread.sleep(LOOK_MS);
    }
}
