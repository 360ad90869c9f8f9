package io.trackmc.cli.doctor;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A datagram that shows whether multicast gets through. It is not TRACK: nodes that hear one count it as {@code bad_version} and do nothing else.
 *
 * @param run number of the run that sent it, so that several on one host can be told apart
 * @param ttl that it was sent with
 * @param length of the datagram, in bytes
 */
record Probe(long run, int ttl, int length) {

    /** Length of the shortest. */
    static final int MIN_LENGTH = 64;

    private static final byte[] MARK = "TRACK-PROBE-1\n".getBytes(StandardCharsets.US_ASCII);

    /** Writes it, with zeros behind it up to its length. */
    ByteBuffer toBytes() {
        ByteBuffer out = ByteBuffer.allocate(length).put(MARK).putLong(run).putShort((short) ttl)
                .putShort((short) length);
        return out.clear();
    }

    /** Reads one; null when it is something else, or was cut. */
    static @Nullable Probe of(ByteBuffer datagram) {
        ByteBuffer in = datagram.duplicate();
        byte[] mark = new byte[MARK.length];
        if (in.remaining() < MIN_LENGTH) {
            return null;
        }
        in.get(mark);
        Probe probe = new Probe(in.getLong(), Short.toUnsignedInt(in.getShort()), Short.toUnsignedInt(in.getShort()));
        return Arrays.equals(mark, MARK) && probe.length == datagram.remaining() ? probe : null;
    }
}
