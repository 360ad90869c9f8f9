package io.trackmc.keys.transport.registration;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Bytes that nobody changes any more. Shows how many they are, and not what they are. */
public final class Blob {

    /** No bytes. */
    public static final Blob EMPTY = new Blob(new byte[0]);

    private final byte[] bytes;

    private Blob(byte[] bytes) {
        this.bytes = bytes;
    }

    /** A copy of these bytes. */
    public static Blob of(byte[] bytes) {
        return new Blob(bytes.clone());
    }

    /** A copy of a part of these bytes. */
    static Blob of(byte[] bytes, int from, int to) {
        return new Blob(Arrays.copyOfRange(bytes, from, to));
    }

    /** A copy of them. */
    public byte[] copy() {
        return bytes.clone();
    }

    /** How many they are. */
    public int length() {
        return bytes.length;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Blob that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return bytes.length + " bytes";
    }
}
