package io.trackmc.proto.window;

import io.trackmc.proto.seq.AckBitmap;

/**
 * What one node holds of a stream: everything up to {@link #cumAck()}, some of what follows, nothing above
 * {@link #highest()}, the leading edge it knows of.
 *
 * <p>Holds marks, not packets. Sequences start at 1. A sequence is admitted only up to {@link #limit()}, so the bitmap never
 * wraps onto itself: {@code cumAck <= highest <= limit <= cumAck + capacity}.
 */
public final class SequenceTracker {

    /** What {@link #admission} says of a sequence. */
    public enum Admission {
        /** Not held and within the window. */
        NEW,
        /** Held, or given up. */
        DUPLICATE,
        /** Above the limit. */
        OUT_OF_WINDOW
    }

    private final AckBitmap held;
    private final int capacity;
    private long first = 1;
    private long cumAck;
    private long highest;
    private long limit;

    /** @param capacity number of sequences above cumAck that can be told apart; a power of two */
    public SequenceTracker(int capacity) {
        this.held = new AckBitmap(capacity);
        this.capacity = capacity;
        this.limit = capacity;
    }

    /** Starts anew: the next sequence that is needed is {@code firstSequence}. */
    public void start(long firstSequence) {
        first = firstSequence;
        cumAck = firstSequence - 1;
        highest = cumAck;
        limit = cumAck + capacity;
        held.clearRange(firstSequence, firstSequence + capacity - 1);
    }

    /** Judges a sequence without changing anything. */
    public Admission admission(long sequence) {
        if (sequence <= cumAck) {
            return Admission.DUPLICATE;
        }
        if (sequence > limit) {
            return Admission.OUT_OF_WINDOW;
        }
        return sequence <= highest && held.get(sequence) ? Admission.DUPLICATE : Admission.NEW;
    }

    /** Marks an admitted sequence as held. Everything between the old leading edge and it becomes missing. */
    public void markHeld(long sequence) {
        if (admission(sequence) != Admission.NEW) {
            throw new IllegalStateException("sequence " + sequence + " is not new");
        }
        learnHighest(sequence);
        held.set(sequence);
        if (sequence == cumAck + 1) {
            advance();
        }
    }

    /**
     * Moves the leading edge to {@code sequence} or the limit, whichever is lower; lower values change nothing.
     *
     * @return whether it moved
     */
    public boolean learnHighest(long sequence) {
        long edge = Math.min(sequence, limit);
        if (edge <= highest) {
            return false;
        }
        held.clearRange(highest + 1, edge);
        highest = edge;
        return true;
    }

    /** Allows sequences up to {@code sequence}, at most a capacity above cumAck; the limit never falls. */
    public void raiseLimit(long sequence) {
        limit = Math.max(limit, Math.min(sequence, cumAck + capacity));
    }

    /**
     * Gives up what is missing up to and including {@code sequence}, which must not be above the limit.
     *
     * @return number of sequences given up
     */
    public long giveUpThrough(long sequence) {
        learnHighest(sequence);
        long given = 0;
        for (long s = nextMissing(cumAck + 1); s != 0 && s <= sequence; s = nextMissing(s + 1)) {
            held.set(s);
            given++;
        }
        advance();
        return given;
    }

    /** What is missing up to and including {@code sequence}, which must not be above the limit, is not wanted after all: it begins after that. */
    public void beginAfter(long sequence) {
        giveUpThrough(sequence);
        first = Math.max(first, sequence + 1);
    }

    /**
     * Goes on after {@code sequence}: nothing up to there will be had. Everything up to the leading edge must be held or given up.
     */
    public void passOver(long sequence) {
        if (hasGaps()) {
            throw new IllegalStateException("something is missing after " + cumAck);
        }
        if (sequence > highest) {
            cumAck = sequence;
            highest = sequence;
            limit = Math.max(limit, sequence);
        }
    }

    /** First missing sequence at or above {@code from} up to the leading edge; 0 when there is none. */
    public long nextMissing(long from) {
        long start = Math.max(from, cumAck + 1);
        if (start > highest) {
            return 0;
        }
        long missing = held.nextClear(start, highest);
        return missing > highest || missing < start ? 0 : missing;
    }

    /** First held sequence at or above {@code from}, or one above the leading edge. */
    public long endOfMissing(long from) {
        long end = held.nextSet(from, highest);
        return end > highest || end < from ? highest + 1 : end;
    }

    /** Whether {@code sequence} is held (or was given up). */
    public boolean isHeld(long sequence) {
        return sequence <= cumAck || (sequence <= highest && held.get(sequence));
    }

    /** Whether something between cumAck and the leading edge is missing. */
    public boolean hasGaps() {
        return cumAck < highest;
    }

    /** First sequence that this node wants, or wanted. */
    public long first() {
        return first;
    }

    /** Everything up to here is held or given up. */
    public long cumAck() {
        return cumAck;
    }

    /** Leading edge: highest sequence known to exist. */
    public long highest() {
        return highest;
    }

    /** Highest sequence that would be admitted. */
    public long limit() {
        return limit;
    }

    /** Fills {@code words} with one bit per sequence above cumAck, set where it is missing; returns the words that are needed. */
    public int missingBitmap(long[] words) {
        int needed = 0;
        java.util.Arrays.fill(words, 0);
        long last = Math.min(highest, cumAck + 64L * words.length);
        for (long s = nextMissing(cumAck + 1); s != 0 && s <= last; s = nextMissing(s + 1)) {
            int bit = (int) (s - cumAck - 1);
            words[bit >>> 6] |= 1L << bit;
            needed = (bit >>> 6) + 1;
        }
        return needed;
    }

    private void advance() {
        long missing = cumAck < highest ? held.nextClear(cumAck + 1, highest) : 0;
        cumAck = missing > cumAck && missing <= highest ? missing - 1 : highest;
    }
}
