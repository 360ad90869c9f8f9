package io.trackmc.keys.controller.log;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** A disk in memory that is full, or whose force fails, at a given time. */
final class FailingStorage implements LogStorage {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final long room;
    private int forcesLeft;

    private FailingStorage(long room, int forces) {
        this.room = room;
        forcesLeft = forces;
    }

    static FailingStorage fullAfter(long room) {
        return new FailingStorage(room, Integer.MAX_VALUE);
    }

    static FailingStorage brokenForce(int after) {
        return new FailingStorage(Long.MAX_VALUE, after);
    }

    /** The same bytes on a disk that works. */
    FailingStorage afterCrash() {
        FailingStorage storage = new FailingStorage(Long.MAX_VALUE, Integer.MAX_VALUE);
        storage.bytes.writeBytes(bytes.toByteArray());
        return storage;
    }

    @Override
    public InputStream read() {
        return new ByteArrayInputStream(bytes.toByteArray());
    }

    @Override
    public void append(ByteBuffer more) throws IOException {
        while (more.hasRemaining()) {
            if (bytes.size() >= room) {
                throw new IOException("No space left on device");
            }
            bytes.write(more.get());
        }
    }

    @Override
    public void force() throws IOException {
        if (forcesLeft-- <= 0) {
            throw new IOException("Input/output error");
        }
    }

    @Override
    public void truncate(long length) {
        byte[] kept = Arrays.copyOf(bytes.toByteArray(), (int) length);
        bytes.reset();
        bytes.writeBytes(kept);
    }

    @Override
    public void close() {}
}
