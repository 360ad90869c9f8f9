package io.trackmc.feed.itch;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.Flushable;
import java.io.IOException;
import java.io.OutputStream;

/** Writes messages as {@link ItchReader} reads them. One thread. */
public final class ItchWriter implements Closeable, Flushable {

    private static final int BUFFER_BYTES = 1 << 16;

    private final OutputStream out;

    /** Writes to here; closing this closes it. */
    public ItchWriter(OutputStream out) {
        this.out = new BufferedOutputStream(out, BUFFER_BYTES);
    }

    /**
     * Writes one message.
     *
     * @param length 1 to {@link ItchReader#MAX_MESSAGE_BYTES}
     */
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (length < 1 || length > ItchReader.MAX_MESSAGE_BYTES) {
            throw new IllegalArgumentException("message of " + length + " bytes, allowed: 1 to "
                    + ItchReader.MAX_MESSAGE_BYTES);
        }
        out.write(length >>> Byte.SIZE);
        out.write(length);
        out.write(bytes, offset, length);
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
