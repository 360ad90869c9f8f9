package io.trackmc.sim.net;

import io.trackmc.proto.engine.Endpoint;
import io.trackmc.proto.engine.Path;

/** One datagram on its way or in a socket's queue. The bytes are shared by all receivers and must not be changed. */
public final class Datagram {

    /** Relation between the bytes of a datagram and what nodes sent. */
    public enum Origin {
        /** Arrives as it was sent, perhaps late or twice. */
        SENT,
        /** Bytes that some node sent, delivered again, perhaps elsewhere. */
        REPLAYED,
        /** Bytes that no node ever sent: damaged on the way or made up. */
        FORGED
    }

    private final long id;
    private final int from;
    private final Endpoint source;
    private final Path.Channel channel;
    private final byte[] bytes;
    private final Origin origin;

    /**
     * @param id number of the transmission that it stems from; 0 when no node sent it
     * @param from node id of the host that it came from; the engine sees only {@code source}
     * @param source address that it claims to come from
     * @param channel channel on which it arrives
     * @param bytes content; not copied
     * @param origin whether the bytes are as some node sent them
     */
    public Datagram(long id, int from, Endpoint source, Path.Channel channel, byte[] bytes, Origin origin) {
        this.id = id;
        this.from = from;
        this.source = source;
        this.channel = channel;
        this.bytes = bytes;
        this.origin = origin;
    }

    /** Number of the transmission that it stems from; 0 when no node sent it. */
    public long id() {
        return id;
    }

    /** Node id of the host that it came from; the engine sees only {@link #source}. */
    public int from() {
        return from;
    }

    /** Address that it claims to come from. */
    public Endpoint source() {
        return source;
    }

    /** Channel on which it arrives. */
    public Path.Channel channel() {
        return channel;
    }

    /** Content; shared, not to be changed. */
    public byte[] bytes() {
        return bytes;
    }

    /** Whether the bytes are as some node sent them. */
    public Origin origin() {
        return origin;
    }

    /** A copy with other bytes that were never sent. */
    Datagram forged(byte[] otherBytes) {
        return new Datagram(id, from, source, channel, otherBytes, Origin.FORGED);
    }

    /** The same bytes again. */
    Datagram replayed() {
        return origin == Origin.FORGED ? this : new Datagram(id, from, source, channel, bytes, Origin.REPLAYED);
    }
}
