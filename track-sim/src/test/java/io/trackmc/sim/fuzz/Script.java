package io.trackmc.sim.fuzz;

import java.util.Arrays;

/** Reads decisions from the bytes of a fuzzer, front to back; when they are used up, every decision is 0. */
final class Script {

    private static final long[] LANDMARKS = {0, 1, 2, 63, 64, 65, 127, 128, 129, 0xFFFF, 0x7FFF_FFFFL, 0x8000_0000L,
        0xFFFF_FFFFL, 0x1_0000_0000L, 1L << 61, 1L << 62, Long.MAX_VALUE - 4096, Long.MAX_VALUE - 64,
        Long.MAX_VALUE - 1, Long.MAX_VALUE};
    private static final int MODES = 4;

    private final byte[] bytes;
    private int at;

    Script(byte[] bytes) {
        this.bytes = bytes;
    }

    boolean hasMore() {
        return at < bytes.length;
    }

    int u8() {
        return at < bytes.length ? bytes[at++] & 0xFF : 0;
    }

    /** A number from 0 to below {@code bound}, which is at most 65,536. */
    int below(int bound) {
        int value = bound <= 256 ? u8() : (u8() << 8) | u8();
        return value % bound;
    }

    boolean flag() {
        return (u8() & 1) != 0;
    }

    int u32() {
        return (u8() << 24) | (u8() << 16) | (u8() << 8) | u8();
    }

    long u64() {
        return ((long) u32() << 32) | (u32() & 0xFFFF_FFFFL);
    }

    byte[] take(int length) {
        byte[] taken = Arrays.copyOfRange(bytes, Math.min(at, bytes.length), Math.min(at + length, bytes.length));
        at += length;
        return Arrays.copyOf(taken, length);
    }

    /** A number that is likely to hurt: a limit of a type or of a table, one close to {@code near}, or any. */
    long odd(long near) {
        int choice = u8();
        return switch (choice % MODES) {
            case 0 -> near + (byte) u8();
            case 1 -> LANDMARKS[(choice / MODES) % LANDMARKS.length];
            case 2 -> LANDMARKS[(choice / MODES) % LANDMARKS.length] + (byte) u8();
            default -> u64();
        };
    }

    /** As {@link #odd}, but of those that the wire format allows for a sequence. */
    long sequence(long near) {
        return odd(near) & Long.MAX_VALUE;
    }

    /** As {@link #odd}, but of those that the wire format allows for a count. */
    int count(long near) {
        return (int) odd(near) & Integer.MAX_VALUE;
    }
}
