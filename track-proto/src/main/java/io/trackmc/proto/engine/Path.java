package io.trackmc.proto.engine;

/**
 * Where a datagram came in: the channel, and the address it came from. Owned and reused by the driver; an engine copies
 * what it keeps. The address is not authenticated.
 */
public final class Path {

    /** Kinds of channel on which datagrams arrive. */
    public enum Channel {
        /** The data multicast address. */
        DATA,
        /** A local control channel, the own region's or a parent's. */
        REGION,
        /** This node's unicast socket. */
        UNICAST
    }

    private Channel channel = Channel.UNICAST;
    private long high;
    private long low;
    private int port;

    /** Sets all fields; for drivers. */
    public Path set(Channel channel, long high, long low, int port) {
        this.channel = channel;
        this.high = high;
        this.low = low;
        this.port = port;
        return this;
    }

    public Channel channel() {
        return channel;
    }

    /** Source address and port as a value. Allocates: only for packets that have been verified. */
    public Endpoint source() {
        return new Endpoint(high, low, port);
    }

    /** Source address with another port, for messages that state the port of a unicast socket. Allocates. */
    public Endpoint sourceWithPort(int otherPort) {
        return new Endpoint(high, low, otherPort);
    }

    /** Whether the source address is that of {@code endpoint}, and {@code otherPort} its port; does not allocate. */
    public boolean isAt(Endpoint endpoint, int otherPort) {
        return endpoint.high() == high && endpoint.low() == low && endpoint.port() == otherPort;
    }

    /** Whether the source is {@code endpoint}; does not allocate. */
    public boolean isFrom(Endpoint endpoint) {
        return endpoint.high() == high && endpoint.low() == low && endpoint.port() == port;
    }
}
