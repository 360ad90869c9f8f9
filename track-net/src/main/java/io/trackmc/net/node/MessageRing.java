package io.trackmc.net.node;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A bounded queue of messages between two threads, one that offers and one that takes, in one array of bytes.
 *
 * <pre>
 *   record  = length (int) | kind (int) | tag (long) | bytes | up to 15 bytes without meaning
 *   head --- waiting records --- tail --- free ---
 * </pre>
 *
 * <p>Each record lies in one piece, so that the taker sees an array, an offset and a length; the place that is left at the end of the
 * array when a record does not fit there is skipped. A message longer than half of the array goes through a second
 * buffer that holds one message at a time; it grows to the longest such message, and is kept.
 *
 * <p>Nothing is allocated but that second buffer when it grows. Nobody waits here: see {@link Parking}. Each thread caches the other's
 * position and looks again only when that one does not suffice, and the positions have cache lines of their own.
 */
public final class MessageRing {

    /** Smallest capacity in bytes. */
    public static final int MIN_CAPACITY = 4 << 10;

    /** Largest capacity in bytes. */
    public static final int MAX_CAPACITY = 1 << 30;

    private static final VarHandle POSITION = MethodHandles.arrayElementVarHandle(long[].class);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder());
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private static final int HEADER = 16;
    private static final int ALIGNMENT = 16;
    private static final int SKIP = -1;
    private static final int ASIDE = 1 << 30;

    /** Places in {@link #positions}, 128 bytes apart because processors fetch lines in pairs. */
    private static final int TAIL = 16;
    private static final int CACHED_HEAD = 17;
    private static final int CLAIMED_AT = 18;
    private static final int CLAIMED_LENGTH = 19;
    private static final int HEAD = 32;
    private static final int CACHED_TAIL = 33;
    private static final int ASIDE_USED = 48;
    private static final int PLACES = 64;

    private final byte[] ring;
    private final int mask;
    private final long[] positions = new long[PLACES];
    private byte[] aside = {};

    private byte[] bytes;
    private int offset;
    private int length;
    private int kind;
    private long tag;
    private boolean isAside;
    private long next;

    /** @param capacityBytes a power of two, {@link #MIN_CAPACITY} to {@link #MAX_CAPACITY} */
    public MessageRing(int capacityBytes) {
        if (!isCapacity(capacityBytes)) {
            throw new IllegalArgumentException(
                    "capacity must be a power of two, 4 KiB to 1 GiB, was " + capacityBytes);
        }
        this.ring = new byte[capacityBytes];
        this.mask = capacityBytes - 1;
        this.bytes = ring;
    }

    /** Whether a ring can have this capacity. */
    public static boolean isCapacity(int bytes) {
        return bytes >= MIN_CAPACITY && bytes <= MAX_CAPACITY && Integer.bitCount(bytes) == 1;
    }

    /**
     * Appends a message, all of it or nothing. By the thread that offers.
     *
     * @param messageKind 0 to 2^30 − 1; means something to the two threads only
     * @param messageTag likewise
     * @return false when there is no room now
     */
    public boolean offer(int messageKind, long messageTag, byte[] source, int from, int messageLength) {
        if (!claim(messageLength)) {
            return false;
        }
        System.arraycopy(source, from, claimedBytes(), claimedOffset(), messageLength);
        commit(messageKind, messageTag);
        return true;
    }

    /**
     * Reserves room for a message that the caller then writes to {@link #claimedBytes} itself. There is one claim at a time: another
     * one, or an offer, takes its place, and what was claimed and not committed was never there. By the thread that offers.
     *
     * @return false when there is no room now
     */
    public boolean claim(int messageLength) {
        boolean beside = isTooLong(messageLength);
        if (beside && isAsideUsed()) {
            return false;
        }
        long at = reserve(recordBytes(messageLength));
        if (at < 0) {
            return false;
        }
        if (beside && aside.length < messageLength) {
            aside = new byte[messageLength];
        }
        positions[CLAIMED_AT] = at;
        positions[CLAIMED_LENGTH] = messageLength;
        return true;
    }

    /** Array to write the claimed message to. */
    public byte[] claimedBytes() {
        return isTooLong((int) positions[CLAIMED_LENGTH]) ? aside : ring;
    }

    /** Where in that array it begins. */
    public int claimedOffset() {
        return isTooLong((int) positions[CLAIMED_LENGTH]) ? 0 : ((int) positions[CLAIMED_AT] & mask) + HEADER;
    }

    /** Lets the other thread see the claimed message. By the thread that offers, once for each claim. */
    public void commit(int messageKind, long messageTag) {
        int messageLength = (int) positions[CLAIMED_LENGTH];
        boolean beside = isTooLong(messageLength);
        if (beside) {
            positions[ASIDE_USED] = 1; // the taker sees it with the tail
        }
        append(positions[CLAIMED_AT], recordBytes(messageLength), messageLength,
                beside ? messageKind | ASIDE : messageKind, messageTag);
    }

    /** Whether a message of this length would find room now. By the thread that offers. */
    public boolean hasRoomFor(int messageLength) {
        return !(isTooLong(messageLength) && isAsideUsed()) && room(recordBytes(messageLength)) >= 0;
    }

    /** Whether at least half of the array is free. By the thread that offers. */
    public boolean isHalfFree() {
        positions[CACHED_HEAD] = (long) POSITION.getAcquire(positions, HEAD);
        return positions[TAIL] - positions[CACHED_HEAD] <= ring.length / 2;
    }

    /** Looks at the first message that waits; false when there is none. By the thread that takes. */
    public boolean peek() {
        long head = positions[HEAD];
        while (head != positions[CACHED_TAIL] || head != refreshTail()) {
            int index = (int) head & mask;
            length = (int) INT.get(ring, index);
            kind = (int) INT.get(ring, index + 4);
            if (kind != SKIP) {
                show(head, index);
                return true;
            }
            head += length;
            POSITION.setRelease(positions, HEAD, head);
        }
        return false;
    }

    /** Array that holds the message last peeked at, until {@link #take}. */
    public byte[] bytes() {
        return bytes;
    }

    /** Where it begins. */
    public int offset() {
        return offset;
    }

    /** How long it is. */
    public int length() {
        return length;
    }

    /** Its kind. */
    public int kind() {
        return kind;
    }

    /** Its tag. */
    public long tag() {
        return tag;
    }

    /** Takes away the message last peeked at. By the thread that takes. */
    public void take() {
        if (isAside) {
            POSITION.setRelease(positions, ASIDE_USED, 0L);
        }
        POSITION.setRelease(positions, HEAD, next);
    }

    /** Whether nothing waits. Any thread; another one may change it at any time. */
    public boolean isEmpty() {
        long head = (long) POSITION.getAcquire(positions, HEAD);
        return head == (long) POSITION.getAcquire(positions, TAIL);
    }

    /** Bytes that are free. Any thread; another one may change it at any time. */
    public int freeBytes() {
        long head = (long) POSITION.getAcquire(positions, HEAD);
        long tail = (long) POSITION.getAcquire(positions, TAIL);
        return ring.length - Math.clamp(tail - head, 0, ring.length);
    }

    private void show(long head, int index) {
        tag = (long) LONG.get(ring, index + 8);
        isAside = (kind & ASIDE) != 0;
        kind &= ~ASIDE;
        bytes = isAside ? aside : ring;
        offset = isAside ? 0 : index + HEADER;
        next = head + (isAside ? HEADER : align(HEADER + length));
    }

    private long refreshTail() {
        long tail = (long) POSITION.getAcquire(positions, TAIL);
        positions[CACHED_TAIL] = tail;
        return tail;
    }

    private boolean isTooLong(int messageLength) {
        return messageLength > ring.length / 2 - HEADER;
    }

    private int recordBytes(int messageLength) {
        return isTooLong(messageLength) ? HEADER : align(HEADER + messageLength);
    }

    private boolean isAsideUsed() {
        return (long) POSITION.getAcquire(positions, ASIDE_USED) != 0;
    }

    /** Where a record of that size goes, skipping the end of the array if it must; -1 when there is no room. */
    private long reserve(int recordBytes) {
        long at = room(recordBytes);
        long tail = positions[TAIL];
        if (at > tail) {
            int index = (int) tail & mask;
            INT.set(ring, index, (int) (at - tail));
            INT.set(ring, index + 4, SKIP);
        }
        return at;
    }

    private long room(int recordBytes) {
        long tail = positions[TAIL];
        int toEnd = ring.length - ((int) tail & mask);
        long at = toEnd < recordBytes ? tail + toEnd : tail;
        long free = positions[CACHED_HEAD] + ring.length - at;
        if (free < recordBytes) {
            positions[CACHED_HEAD] = (long) POSITION.getAcquire(positions, HEAD);
            free = positions[CACHED_HEAD] + ring.length - at;
        }
        return free < recordBytes ? -1 : at;
    }

    private void append(long at, int recordBytes, int messageLength, int messageKind, long messageTag) {
        int index = (int) at & mask;
        INT.set(ring, index, messageLength);
        INT.set(ring, index + 4, messageKind);
        LONG.set(ring, index + 8, messageTag);
        POSITION.setRelease(positions, TAIL, at + recordBytes);
    }

    private static int align(int bytes) {
        return bytes + ALIGNMENT - 1 & -ALIGNMENT;
    }
}
