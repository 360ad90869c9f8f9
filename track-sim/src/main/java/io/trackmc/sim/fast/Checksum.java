package io.trackmc.sim.fast;

import io.trackmc.proto.protect.HopKeys;
import io.trackmc.sim.observe.ContentHash;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Keyed checksums and digests of 64 bits, spread over the fields that real ones fill. */
final class Checksum {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final int DIGEST_WORDS = HopKeys.DIGEST_LENGTH / Long.BYTES;
    private static final int TAG_WORDS = 2;

    private Checksum() {}

    /** A key from the key before and one more number that it is bound to. */
    static long key(long before, long value) {
        return ContentHash.add(before, value);
    }

    /** Checksum of some bytes under a key. */
    static long of(long key, byte[] bytes, int offset, int length) {
        return ContentHash.add(key, ContentHash.of(bytes, offset, length));
    }

    /** Checksum that also covers a digest. */
    static long of(long key, byte[] bytes, int offset, int length, byte[] digest, int digestOffset) {
        return ContentHash.add(of(key, bytes, offset, length), (long) LONG.get(digest, digestOffset));
    }

    /** Fills an ICV or a tag. */
    static void write(long checksum, byte[] bytes, int offset) {
        fill(checksum, TAG_WORDS, bytes, offset);
    }

    /** Whether an ICV or a tag is that of a checksum. */
    static boolean matches(long checksum, byte[] bytes, int offset) {
        return (long) LONG.get(bytes, offset) == word(checksum, 0)
                && (long) LONG.get(bytes, offset + Long.BYTES) == word(checksum, 1);
    }

    /** Fills a digest. */
    static void digest(byte[] bytes, int offset, int length, byte[] digest, int digestOffset) {
        fill(ContentHash.of(bytes, offset, length), DIGEST_WORDS, digest, digestOffset);
    }

    private static void fill(long checksum, int words, byte[] bytes, int offset) {
        for (int i = 0; i < words; i++) {
            LONG.set(bytes, offset + i * Long.BYTES, word(checksum, i));
        }
    }

    private static long word(long checksum, int index) {
        return ContentHash.add(checksum, index);
    }
}
