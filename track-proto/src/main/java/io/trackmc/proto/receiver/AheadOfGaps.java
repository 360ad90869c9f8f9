package io.trackmc.proto.receiver;

import io.trackmc.proto.fragment.ContentShape;
import io.trackmc.proto.fragment.MessageHandler;
import io.trackmc.proto.fragment.MessagePlace;
import io.trackmc.proto.fragment.Reassembler;
import io.trackmc.proto.seq.AckBitmap;
import io.trackmc.proto.window.ReceiveWindow;

/**
 * Hands over, in an unordered session, what lies complete behind something that is missing. Nothing is consumed here: the contents stay
 * in the window until {@link Delivery} passes over them in order, and skips the messages that were handed over here ({@link #pass}).
 *
 * <p>A message is found when the last of its contents arrives: from there the contents before and behind that belong to the same messages
 * are looked up. One that began in what was consumed already is collected by {@link Delivery} alone.
 *
 * <p>What was handed over is a count for each content, because of the messages that begin in one, all but the last end there too, so
 * that the first ones are handed over first.
 */
final class AheadOfGaps {

    private final ReceiveWindow window;
    private final Reassembler reassembler = new Reassembler();
    private final AckBitmap fresh;
    private final byte[] shapes;
    private final short[] handed;
    private final int mask;
    private final MessageHandler marking = this::hand;
    private MessageHandler target = (place, bytes, offset, length) -> false;

    /** Contents {@code at..last} are being gone through; none while {@code at > last}. */
    private long at = 1;
    private long last;
    private boolean open;

    AheadOfGaps(ReceiveWindow window) {
        this.window = window;
        this.fresh = new AckBitmap(window.capacity());
        this.shapes = new byte[window.capacity()];
        this.handed = new short[window.capacity()];
        this.mask = window.capacity() - 1;
    }

    /** The content of {@code sequence} is held now. */
    void arrived(long sequence) {
        shapes[slot(sequence)] = 0;
        if (sequence > window.tracker().cumAck()) {
            fresh.set(sequence);
        }
    }

    /** Whether {@link #run} has anything to look at. */
    boolean hasWork() {
        return isInterrupted() || nextFresh() != 0;
    }

    /** Whether a message was refused: it comes first, before what is consumed in order too. */
    boolean isInterrupted() {
        return at <= last;
    }

    /**
     * Goes through at most {@code maxContents} newly arrived contents, and what belongs to them.
     *
     * @return whether the handler refused a message, which is offered again next time
     */
    boolean run(MessageHandler handler, int maxContents) {
        target = handler;
        if (!feed()) {
            return true;
        }
        for (int i = 0; i < maxContents; i++) {
            long sequence = nextFresh();
            if (sequence == 0) {
                return false;
            }
            fresh.clear(sequence);
            choose(sequence);
            if (!feed()) {
                return true;
            }
        }
        return false;
    }

    /** The content of {@code sequence} is consumed in order; returns how many of the messages that begin in it were handed over here. */
    int pass(long sequence) {
        int count = handed[slot(sequence)];
        handed[slot(sequence)] = 0;
        fresh.clear(sequence);
        return count;
    }

    private long nextFresh() {
        long from = window.nextSequence();
        long highest = window.tracker().highest();
        if (from > highest) {
            return 0;
        }
        long found = fresh.nextSet(from, highest);
        return found > highest ? 0 : found;
    }

    /** The contents of all messages that this one is a part of, if all are here; else as many as can be of use. */
    private void choose(long sequence) {
        reassembler.abandon();
        open = false;
        at = sequence;
        last = sequence;
        int shape = shape(sequence);
        if ((shape & ContentShape.GOES_ON) != 0) {
            last = end(sequence);
        }
        boolean hopeless = (shape & ContentShape.INSIDE) != 0 && last == sequence;
        if ((shape & ContentShape.CONTINUES) != 0 && !hopeless) {
            at = beginning(sequence);
        }
    }

    /** Content in which the message ends that goes on behind {@code sequence}, or {@code sequence} when not all up to there is here. */
    private long end(long sequence) {
        long next = sequence + 1;
        while ((shape(next) & ContentShape.INSIDE) != 0) {
            next++;
        }
        return (shape(next) & ContentShape.CONTINUES) != 0 ? next : sequence;
    }

    /** Content in which the message begins that {@code sequence} continues, or {@code sequence} when not all from there is here. */
    private long beginning(long sequence) {
        long before = sequence - 1;
        while ((shape(before) & ContentShape.INSIDE) != 0) {
            before--;
        }
        return (shape(before) & ContentShape.GOES_ON) != 0 ? before : sequence;
    }

    private int shape(long sequence) {
        if (!window.holds(sequence)) {
            return 0;
        }
        int slot = slot(sequence);
        if (shapes[slot] == 0) {
            shapes[slot] = (byte) ContentShape.of(window.bytes(sequence), 0, window.length(sequence));
        }
        return shapes[slot];
    }

    /** Whether all of the chosen contents were gone through. One that breaks a rule is counted when its turn comes in order. */
    private boolean feed() {
        while (at <= last) {
            if (!open) {
                open = reassembler.begin(
                        at, handed[slot(at)], window.bytes(at), 0, window.length(at));
            }
            if (open && !reassembler.next(marking)) {
                return false;
            }
            open = false;
            at++;
        }
        return true;
    }

    private boolean hand(long place, byte[] bytes, int offset, int length) {
        boolean taken = target.onMessage(place, bytes, offset, length);
        if (taken) {
            handed[slot(MessagePlace.sequence(place))] = (short) (MessagePlace.index(place) + 1);
        }
        return taken;
    }

    private int slot(long sequence) {
        return (int) sequence & mask;
    }
}
