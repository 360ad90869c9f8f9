package io.trackmc.keys.controller.store;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * Seals what is written, in segments that cannot be altered, left out, repeated or put in another order, nor can their end be cut off. Closing
 * it without {@link #finish} leaves what no one opens. Not thread-safe.
 */
public final class SealedOutput extends OutputStream {

    /** Bytes of text in a segment; the last one has fewer, or as many. */
    static final int SEGMENT_LENGTH = 1 << 16;

    /** Kinds of segments, in their nonces. */
    static final int MORE_FOLLOW = 0;
    static final int LAST = 1;

    private final OutputStream to;
    private final byte[] associated;
    private final SealingCipher cipher;
    private final byte[] text = new byte[SEGMENT_LENGTH];
    private final byte[] sealed = new byte[SEGMENT_LENGTH + SealingCipher.TAG_LENGTH];
    private int filled;
    private long number;

    SealedOutput(OutputStream to, byte[] associated, SealingCipher cipher) {
        this.to = to;
        this.associated = associated;
        this.cipher = cipher;
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        int end = from + length;
        for (int at = from; at < end;) {
            if (filled == SEGMENT_LENGTH) {
                segment(MORE_FOLLOW);
            }
            int count = Math.min(end - at, SEGMENT_LENGTH - filled);
            System.arraycopy(bytes, at, text, filled, count);
            filled += count;
            at += count;
        }
    }

    /** Seals the rest. Nothing may be written after that. */
    public void finish() throws IOException {
        segment(LAST);
    }

    private void segment(int kind) throws IOException {
        int length = cipher.seal(kind, number, associated, text, filled, sealed, 0);
        Arrays.fill(text, (byte) 0);
        number++;
        filled = 0;
        to.write(sealed, 0, length);
    }
}
