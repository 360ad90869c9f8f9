package io.trackmc.feed.line;

import io.trackmc.feed.mold.MoldWriter;
import io.trackmc.feed.mold.SessionName;
import java.nio.ByteBuffer;

/** Makes the frames of one session; each message is its own sequence. */
final class TestLine {

    private static final long PUBLISHED_NS = 1_000;

    private final SessionName session;
    private int length;

    TestLine(String session) {
        this.session = new SessionName(session);
    }

    /** A frame with messages {@code first} to {@code last}; a heartbeat where {@code last} is the one before. */
    byte[] frame(long first, long last) {
        MoldWriter writer = new MoldWriter(session, first);
        for (long sequence = first; sequence <= last; sequence++) {
            writer.add(ByteBuffer.allocate(Long.BYTES).putLong(sequence).array(), 0, Long.BYTES);
        }
        length = writer.finish(PUBLISHED_NS);
        return writer.bytes();
    }

    byte[] end(long sequence) {
        MoldWriter writer = new MoldWriter(session, sequence);
        length = writer.finishSession(PUBLISHED_NS);
        return writer.bytes();
    }

    /** Of the last frame. */
    int length() {
        return length;
    }

    static long content(byte[] bytes, int offset, int length) {
        return ByteBuffer.wrap(bytes, offset, length).getLong();
    }
}
