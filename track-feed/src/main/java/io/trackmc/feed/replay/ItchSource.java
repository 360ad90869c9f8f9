package io.trackmc.feed.replay;

import io.trackmc.feed.itch.ItchFields;
import io.trackmc.feed.itch.ItchReader;
import io.trackmc.feed.itch.ItchType;
import java.io.IOException;
import java.io.InputStream;

/** Messages of an ITCH file, with their times of day. */
public final class ItchSource implements MessageSource {

    private final ItchReader reader;
    private long recordedNs;

    /** Closing it closes the stream. */
    public ItchSource(InputStream in) {
        this.reader = new ItchReader(in);
    }

    @Override
    public boolean next() throws IOException {
        if (!reader.next()) {
            return false;
        }
        if (ItchType.lengthOf(reader.bytes()[reader.offset()]) != 0) {
            recordedNs = Math.max(recordedNs, ItchFields.timeNs(reader.bytes(), reader.offset()));
        }
        return true;
    }

    @Override
    public byte[] bytes() {
        return reader.bytes();
    }

    @Override
    public int offset() {
        return reader.offset();
    }

    @Override
    public int length() {
        return reader.length();
    }

    @Override
    public long recordedNs() {
        return recordedNs;
    }

    @Override
    public boolean isNextHere() {
        return reader.isNextHere();
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
