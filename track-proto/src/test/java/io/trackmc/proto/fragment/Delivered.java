package io.trackmc.proto.fragment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Keeps copies of messages, and puts off some of them. */
final class Delivered implements MessageHandler {

    private final List<byte[]> messages = new ArrayList<>();
    private final BooleanSupplier ready;
    private int largestBuffer;

    /** Takes everything. */
    Delivered() {
        this(() -> true);
    }

    /** Takes a message only when {@code ready} says so. */
    Delivered(BooleanSupplier ready) {
        this.ready = ready;
    }

    @Override
    public boolean onMessage(long place, byte[] bytes, int offset, int length) {
        if (!ready.getAsBoolean()) {
            return false;
        }
        messages.add(Arrays.copyOfRange(bytes, offset, offset + length));
        largestBuffer = Math.max(largestBuffer, bytes.length);
        return true;
    }

    List<byte[]> messages() {
        return messages;
    }

    /** Hexadecimal, for comparisons that can be read. */
    List<String> hex() {
        return messages.stream().map(HexFormat.of()::formatHex).toList();
    }

    /** Size of the largest array that a message came in. */
    int largestBuffer() {
        return largestBuffer;
    }
}
