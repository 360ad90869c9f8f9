package io.trackmc.feed.itch;

import java.io.IOException;
import java.io.Serial;

/** A file is not what it says: which byte is wrong, and what was found there. */
public final class ItchFormatException extends IOException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final long byteOffset;

    /** @param byteOffset of the message's length, from the beginning of the file */
    ItchFormatException(long byteOffset, String what) {
        super("at byte " + byteOffset + ": " + what);
        this.byteOffset = byteOffset;
    }

    /** Where the message begins that cannot be read: the place of its length, from 0. */
    public long byteOffset() {
        return byteOffset;
    }
}
