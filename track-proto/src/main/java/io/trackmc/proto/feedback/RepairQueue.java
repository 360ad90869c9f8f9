package io.trackmc.proto.feedback;

import io.trackmc.proto.time.Deadlines;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Repairs that a parent owes its children, each sequence once.
 *
 * <p>How many ask decides where a repair goes. The first child gets it by unicast, without waiting. When a second asks before it
 * was sent, or within the time that siblings back off, it goes to the local control channel, once for all. A sender waits then for a moment
 * whether many more ask, a quarter of its children and at least three: then the loss was near the root, and the data channel reaches
 * everybody that it reached.
 *
 * <p>A repair that was sent answers requests of those whom it reached that crossed it on the way, each time twice as long (digest §2.4,
 * "Embargo"). Each child and each channel has a queue of its own, and they are served by turns, so a child that asks for much does not
 * stand before one that asks for little.
 *
 * <p>Bounded by the window: one place per sequence of the ring. A sequence takes over the place of the one a capacity older, which
 * the parent's store holds no longer. There are places from the first request on, until {@link #trim}.
 */
public final class RepairQueue {

    /** Scope of a repair that goes to the whole region. Other scopes are child indexes, 0 or more. */
    public static final int REGION = -1;

    /** Scope of a repair that goes to everybody. */
    public static final int DATA = -2;

    /** Fewest children that ask when a repair goes to everybody. */
    static final int DATA_MINIMUM = 3;

    private static final int DATA_DIVISOR = 4;
    private static final int NOT_QUEUED = -3;
    private static final int NEVER_SENT = -4;
    private static final int NONE = -1;

    private static final long[] NO_LONGS = {};
    private static final int[] NO_INTS = {};
    private static final byte[] NO_BYTES = {};

    private final boolean dataChannel;
    private final int mask;
    private final int lists;
    private long[] sequenceOf = NO_LONGS;
    private int[] pendingScope = NO_INTS;
    private long[] readyNs = NO_LONGS;
    private int[] sentScope = NO_INTS;
    private long[] sentNs = NO_LONGS;
    private byte[] repairs = NO_BYTES;

    /** Children that asked since all of them were served, one bit each; beyond 64 children some share a bit. */
    private long[] askers = NO_LONGS;

    private int[] next = NO_INTS;
    private int[] previous = NO_INTS;
    private int[] heads = NO_INTS;
    private int[] tails = NO_INTS;
    private final BitSet waiting = new BitSet(0);
    private long lastSentNs;
    private int turn;
    private int selected = NONE;

    /**
     * @param capacity packets that the parent keeps, a power of two
     * @param children most children
     * @param dataChannel whether this parent may repair on the data channel
     */
    public RepairQueue(int capacity, int children, boolean dataChannel) {
        this.dataChannel = dataChannel;
        this.mask = capacity - 1;
        this.lists = children - DATA;
    }

    /**
     * Child number {@code child} asks for {@code sequence}, which the parent holds.
     *
     * @param rttNs round-trip time to that child
     * @param siblings children that the parent has
     * @return whether a repair was queued; false when one is queued or on its way already
     */
    public boolean request(long nowNs, long sequence, int child, long rttNs, int siblings) {
        int i = adopt(sequence);
        if (pendingScope[i] == NOT_QUEUED) {
            if (isOnItsWay(nowNs, i, child, rttNs)) {
                return false;
            }
            if (sentScope[i] < 0 || nowNs - sentNs[i] >= RepairTiming.memoryNs(rttNs)) {
                askers[i] = 0;
            }
        }
        askers[i] |= 1L << child;
        boolean queued = pendingScope[i] == NOT_QUEUED;
        int scope = scope(i, child, siblings);
        if (queued || reach(scope) > reach(pendingScope[i])) {
            enqueue(nowNs, i, scope, rttNs, siblings);
        }
        return queued;
    }

    /** Queues a repair for the whole region, whatever was sent before. */
    public boolean requestForRegion(long nowNs, long sequence) {
        int i = adopt(sequence);
        boolean queued = pendingScope[i] == NOT_QUEUED;
        move(nowNs, i, REGION);
        return queued;
    }

    /** A repair for everybody came by from above: it answers requests as if it had been sent from here to the region. */
    public void passedBy(long nowNs, long sequence) {
        int i = adopt(sequence);
        unlink(i);
        noteSent(nowNs, i, REGION);
    }

    /** Forgets that {@code sequence} was sent: what was sent for it does not answer requests. */
    public void forgetSent(long sequence) {
        int i = (int) sequence & mask;
        if (sequenceOf.length > 0 && sequenceOf[i] == sequence) {
            sentScope[i] = NEVER_SENT;
            repairs[i] = 0;
        }
    }

    public boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Chooses whose turn it is; false when nothing may go yet. {@link #sequence} and {@link #scope} tell what was chosen. */
    public boolean select(long nowNs) {
        selected = NONE;
        int list = waiting.nextSetBit(turn);
        for (int tries = waiting.cardinality(); tries > 0; tries--) {
            list = list < 0 ? waiting.nextSetBit(0) : list;
            if (readyNs[heads[list]] - nowNs <= 0) {
                selected = heads[list];
                turn = list + 1;
                return true;
            }
            list = waiting.nextSetBit(list + 1);
        }
        return false;
    }

    /** When something may go that must wait; {@link Deadlines#NONE} when nothing waits. Only the region's repairs wait. */
    public long readyAtNs() {
        int region = heads.length == 0 ? NONE : heads[listOf(REGION)];
        return region == NONE ? Deadlines.NONE : readyNs[region];
    }

    /** The sequence that was selected. */
    public long sequence() {
        return sequenceOf[selected];
    }

    /** Where it goes: {@link #DATA}, {@link #REGION} or a child index. */
    public int scope() {
        return pendingScope[selected];
    }

    /** The selected repair was sent. */
    public void sent(long nowNs) {
        int scope = pendingScope[selected];
        unlink(selected);
        noteSent(nowNs, selected, scope);
    }

    /** The selected repair is not sent. */
    public void drop() {
        unlink(selected);
    }

    /** Forgets everything. */
    public void clear() {
        Arrays.fill(sequenceOf, 0);
        Arrays.fill(pendingScope, NOT_QUEUED);
        Arrays.fill(heads, NONE);
        Arrays.fill(tails, NONE);
        waiting.clear();
        selected = NONE;
    }

    /** Gives the places back if nothing waits, and what was sent last answers no request any more. */
    public void trim(long nowNs) {
        if (!waiting.isEmpty() || nowNs - lastSentNs < RepairTiming.ROUND_TRIP_MAXIMUM_NS) {
            return;
        }
        sequenceOf = NO_LONGS;
        readyNs = NO_LONGS;
        sentNs = NO_LONGS;
        askers = NO_LONGS;
        pendingScope = NO_INTS;
        sentScope = NO_INTS;
        next = NO_INTS;
        previous = NO_INTS;
        heads = NO_INTS;
        tails = NO_INTS;
        repairs = NO_BYTES;
    }

    private void makePlaces() {
        sequenceOf = new long[mask + 1];
        pendingScope = new int[mask + 1];
        readyNs = new long[mask + 1];
        sentScope = new int[mask + 1];
        sentNs = new long[mask + 1];
        repairs = new byte[mask + 1];
        askers = new long[mask + 1];
        next = new int[mask + 1];
        previous = new int[mask + 1];
        heads = new int[lists];
        tails = new int[lists];
        Arrays.fill(pendingScope, NOT_QUEUED);
        Arrays.fill(heads, NONE);
        Arrays.fill(tails, NONE);
    }

    private int adopt(long sequence) {
        if (sequenceOf.length == 0) {
            makePlaces();
        }
        int i = (int) sequence & mask;
        if (sequenceOf[i] != sequence) {
            unlink(i);
            sequenceOf[i] = sequence;
            sentScope[i] = NEVER_SENT;
            repairs[i] = 0;
            askers[i] = 0;
        }
        return i;
    }

    private boolean isOnItsWay(long nowNs, int i, int child, long rttNs) {
        boolean reached = sentScope[i] == child || sentScope[i] == REGION || sentScope[i] == DATA;
        return reached && nowNs - sentNs[i] < RepairTiming.embargoNs(rttNs, repairs[i]);
    }

    private int scope(int i, int child, int siblings) {
        int asking = Long.bitCount(askers[i]);
        if (mayGoToAll(siblings) && asking >= Math.max(DATA_MINIMUM, (siblings + DATA_DIVISOR - 1) / DATA_DIVISOR)) {
            return DATA;
        }
        return asking > 1 ? REGION : child;
    }

    private boolean mayGoToAll(int siblings) {
        return dataChannel && siblings >= DATA_MINIMUM;
    }

    private void enqueue(long nowNs, int i, int scope, long rttNs, int siblings) {
        boolean collects = scope == REGION && mayGoToAll(siblings);
        move(collects ? Deadlines.after(nowNs, RepairTiming.collectingNs(rttNs)) : nowNs, i, scope);
    }

    private void noteSent(long nowNs, int i, int scope) {
        lastSentNs = nowNs;
        sentScope[i] = scope;
        sentNs[i] = nowNs;
        repairs[i] = (byte) Math.min(repairs[i] + 1, Byte.MAX_VALUE);
    }

    /** Puts a place behind all others of a scope, unless it is there already. */
    private void move(long readyAtNs, int i, int scope) {
        if (pendingScope[i] == scope) {
            return;
        }
        unlink(i);
        int list = listOf(scope);
        previous[i] = tails[list];
        next[i] = NONE;
        if (tails[list] == NONE) {
            heads[list] = i;
            waiting.set(list);
        } else {
            next[tails[list]] = i;
        }
        tails[list] = i;
        pendingScope[i] = scope;
        readyNs[i] = readyAtNs;
    }

    private void unlink(int i) {
        if (pendingScope[i] == NOT_QUEUED) {
            return;
        }
        int list = listOf(pendingScope[i]);
        if (previous[i] == NONE) {
            heads[list] = next[i];
        } else {
            next[previous[i]] = next[i];
        }
        if (next[i] == NONE) {
            tails[list] = previous[i];
        } else {
            previous[next[i]] = previous[i];
        }
        if (heads[list] == NONE) {
            waiting.clear(list);
        }
        pendingScope[i] = NOT_QUEUED;
    }

    /** A repair that waits never gets a narrower scope. */
    private static int reach(int scope) {
        return scope >= 0 ? 0 : -scope;
    }

    private static int listOf(int scope) {
        return scope - DATA;
    }
}
