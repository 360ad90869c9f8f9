package io.trackmc.keys.controller.log;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** Where the bytes of a log are. Tests put one in that fails. */
interface LogStorage extends Closeable {

    /** All bytes from the beginning. */
    InputStream read() throws IOException;

    /** Writes all bytes at the end. */
    void append(ByteBuffer bytes) throws IOException;

    /** Returns when all that was written is on the disk. */
    void force() throws IOException;

    /** Cuts off what is behind the first {@code length} bytes, durably. */
    void truncate(long length) throws IOException;
}
