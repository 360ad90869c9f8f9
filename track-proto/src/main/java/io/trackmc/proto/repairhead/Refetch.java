package io.trackmc.proto.repairhead;

import io.trackmc.proto.protect.HopKeys;
import java.util.Arrays;

/**
 * Sequences whose INNER a receiver could not open, and which are fetched again under the pair key (security rules, "Cache
 * poisoning"). Each sequence is fetched again once; bounded by {@link #CAPACITY}.
 */
final class Refetch {

    /** Most sequences that are being fetched again at once. */
    static final int CAPACITY = 64;

    /** Returned by {@link #arrived} when the one who complained was right. */
    static final int NOBODY = 0;

    private static final int REMEMBERED = 256;

    private final long[] waiting = new long[CAPACITY];
    private final int[] accusers = new int[CAPACITY];
    private final byte[] digests = new byte[CAPACITY * HopKeys.DIGEST_LENGTH];
    private final long[] done = new long[REMEMBERED];
    private int count;

    /**
     * Begins to fetch a sequence again.
     *
     * @param accuser node that could not open it
     * @param digest of what it could not open
     * @return false when that was done before or too many are being fetched
     */
    boolean add(long sequence, int accuser, byte[] digest) {
        if (count == CAPACITY || contains(sequence) || done[(int) sequence & (REMEMBERED - 1)] == sequence) {
            return false;
        }
        waiting[count] = sequence;
        accusers[count] = accuser;
        System.arraycopy(digest, 0, digests, count * HopKeys.DIGEST_LENGTH, HopKeys.DIGEST_LENGTH);
        count++;
        done[(int) sequence & (REMEMBERED - 1)] = sequence;
        return true;
    }

    boolean contains(long sequence) {
        return indexOf(sequence) >= 0;
    }

    int size() {
        return count;
    }

    long get(int index) {
        return waiting[index];
    }

    /**
     * The sequence came from the parent alone.
     *
     * @return who complained without reason, because it is the same INNER; {@link #NOBODY} when it is another, or was not waited for
     */
    int arrived(long sequence, byte[] digest) {
        int index = indexOf(sequence);
        if (index < 0) {
            return NOBODY;
        }
        int from = index * HopKeys.DIGEST_LENGTH;
        boolean same = Arrays.equals(digests, from, from + HopKeys.DIGEST_LENGTH, digest, 0, HopKeys.DIGEST_LENGTH);
        int accuser = same ? accusers[index] : NOBODY;
        count--;
        waiting[index] = waiting[count];
        accusers[index] = accusers[count];
        System.arraycopy(digests, count * HopKeys.DIGEST_LENGTH, digests, from, HopKeys.DIGEST_LENGTH);
        return accuser;
    }

    void clear() {
        count = 0;
        Arrays.fill(done, 0);
    }

    private int indexOf(long sequence) {
        for (int i = 0; i < count; i++) {
            if (waiting[i] == sequence) {
                return i;
            }
        }
        return -1;
    }
}
