package io.trackmc.keys.controller.store;

import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.util.Arrays;

/** Opens what {@link SealedOutput} sealed, segment by segment. Gives no byte of a segment that is not what was written. Not thread-safe. */
public final class SealedInput extends InputStream {

    private static final int SEALED_LENGTH = SealedOutput.SEGMENT_LENGTH + SealingCipher.TAG_LENGTH;

    private final InputStream from;
    private final byte[] associated;
    private final SealingCipher cipher;
    private final long segments;
    private final long length;
    private final byte[] sealed = new byte[SEALED_LENGTH];
    private final byte[] text = new byte[SealedOutput.SEGMENT_LENGTH];
    private int at;
    private int filled;
    private long number;
    private long unread;

    SealedInput(InputStream from, long sealedLength, byte[] associated, SealingCipher cipher) {
        this.from = from;
        this.associated = associated;
        this.cipher = cipher;
        segments = Math.ceilDiv(sealedLength, SEALED_LENGTH);
        unread = sealedLength;
        length = sealedLength - segments * SealingCipher.TAG_LENGTH;
        if (segments == 0 || length < (segments - 1) * SealedOutput.SEGMENT_LENGTH) {
            throw new IllegalArgumentException("cut short");
        }
    }

    /** Bytes of all that was sealed. */
    public long length() {
        return length;
    }

    @Override
    public int read() throws IOException {
        return hasText() ? text[at++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] into, int offset, int count) throws IOException {
        if (count == 0) {
            return 0;
        }
        if (!hasText()) {
            return -1;
        }
        int given = Math.min(count, filled - at);
        System.arraycopy(text, at, into, offset, given);
        at += given;
        return given;
    }

    /** Erases what it has opened. The stream behind it is its owner's. */
    @Override
    public void close() {
        Arrays.fill(text, (byte) 0);
    }

    private boolean hasText() throws IOException {
        while (at == filled && number < segments) {
            next();
        }
        return at < filled;
    }

    private void next() throws IOException {
        int wanted = (int) Math.min(SEALED_LENGTH, unread);
        if (from.readNBytes(sealed, 0, wanted) < wanted) {
            throw new IllegalArgumentException("cut short");
        }
        int kind = number == segments - 1 ? SealedOutput.LAST : SealedOutput.MORE_FOLLOW;
        try {
            filled = cipher.open(kind, number, associated, sealed, 0, wanted, text);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("segment " + number + " of " + segments + " is not what was written", e);
        }
        at = 0;
        number++;
        unread -= wanted;
    }
}
