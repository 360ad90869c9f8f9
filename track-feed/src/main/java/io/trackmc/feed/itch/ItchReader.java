package io.trackmc.feed.itch;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;

/**
 * Messages of a file, one after the other: two bytes of length, big-endian, then the message. One thread.
 *
 * <p>A message whose type ITCH 5.0 knows must have that type's length; one of another type is taken as it is. Some recorders leave all lengths at zero; the type
 * says the length then. A length of zero right at the end is the end of session of NASDAQ's own files.
 */
public final class ItchReader implements Closeable {

    /** Longest message that two bytes of length can tell. */
    public static final int MAX_MESSAGE_BYTES = 0xFFFF;

    private static final int PREFIX_BYTES = 2;
    private static final int CHUNK_BYTES = 1 << 17;

    private final InputStream in;
    private final byte[] chunk = new byte[CHUNK_BYTES];
    private long chunkOffset;
    private int from;
    private int to;
    private int offset;
    private int length;

    /** Reads from here on; closing this closes it. */
    public ItchReader(InputStream in) {
        this.in = in;
    }

    /**
     * Goes on to the next message.
     *
     * @return false at the end
     * @throws ItchFormatException when what follows is no message
     */
    public boolean next() throws IOException {
        int there = fill(PREFIX_BYTES);
        if (there == 0) {
            return false;
        }
        if (there < PREFIX_BYTES) {
            throw wrong("the file ends in the middle of a length");
        }
        int told = told();
        if (fill(PREFIX_BYTES + 1) <= PREFIX_BYTES) {
            if (told == 0) {
                from = to;
                return false;
            }
            throw wrong("a message of " + told + " bytes is announced, and the file ends");
        }
        byte type = chunk[from + PREFIX_BYTES];
        length = lengthOf(type, told);
        if (fill(PREFIX_BYTES + length) < PREFIX_BYTES + length) {
            throw wrong("a message " + name(type) + " of " + length + " bytes is announced, and the file ends after "
                    + (to - from - PREFIX_BYTES));
        }
        offset = from + PREFIX_BYTES;
        from = offset + length;
        return true;
    }

    private int told() {
        return (chunk[from] & 0xFF) << Byte.SIZE | (chunk[from + 1] & 0xFF);
    }

    private int lengthOf(byte type, int told) throws ItchFormatException {
        int known = ItchType.lengthOf(type);
        if (told == 0 && known == 0) {
            throw wrong("the length is zero, and type " + name(type) + " is not known");
        }
        if (told != 0 && known != 0 && told != known) {
            throw wrong("a message " + name(type) + " of " + told + " bytes, where that type has " + known);
        }
        return told == 0 ? known : told;
    }

    /** Holds the message, until the next one is asked for. */
    public byte[] bytes() {
        return chunk;
    }

    /** Where it begins in {@link #bytes}. */
    public int offset() {
        return offset;
    }

    /** How long it is. */
    public int length() {
        return length;
    }

    /** Whether the next message is here without reading on. */
    public boolean isNextHere() {
        int there = to - from;
        if (there <= PREFIX_BYTES) {
            return false;
        }
        int told = told();
        return there >= PREFIX_BYTES + (told == 0 ? ItchType.lengthOf(chunk[from + PREFIX_BYTES]) : told);
    }

    /** Makes so many bytes be in the chunk, behind {@code from}, if the file has them; says how many are. */
    private int fill(int wanted) throws IOException {
        if (to - from >= wanted) {
            return to - from;
        }
        if (chunk.length - from < wanted) {
            System.arraycopy(chunk, from, chunk, 0, to - from);
            chunkOffset += from;
            to -= from;
            from = 0;
        }
        while (to - from < wanted) {
            int read = in.read(chunk, to, chunk.length - to);
            if (read < 0) {
                break;
            }
            to += read;
        }
        return to - from;
    }

    private ItchFormatException wrong(String what) {
        return new ItchFormatException(chunkOffset + from, what);
    }

    private static String name(byte type) {
        return type > ' ' && type < 0x7F ? "'" + (char) type + "'" : String.format("0x%02x", type);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
