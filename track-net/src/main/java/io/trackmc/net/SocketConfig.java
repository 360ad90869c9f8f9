package io.trackmc.net;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sockets that a node wants. Made by {@link #builder}; says nothing about the host until {@link NodeSockets#open} tries it.
 *
 * @param networkInterface name, address or CIDR block of the interface for multicast; empty for the only one that can
 * @param dataAddress multicast address and port of the data channel
 * @param receivesData whether the data channel is heard; a sender need not
 * @param ownRegion local control channel on which this node speaks as a parent, or null when it has no children
 * @param heardRegions local control channels of the parent and its backups
 * @param sources of channels that are heard from one host only, which that is; others are heard from all
 * @param unicastPort port of the unicast socket; 0 lets the kernel choose
 * @param unicastOnAnyAddress whether unicast is received on all addresses of the host, not only on the interface's
 * @param multicastTtl hops that multicast may travel, 0 (this host) to 255
 * @param dscp differentiated services code point of what is sent, 0 to 63
 * @param receiveBufferBytes wanted SO_RCVBUF of each socket
 * @param sendBufferBytes wanted SO_SNDBUF of the unicast socket
 * @param maxDatagramBytes largest datagram of the group
 * @param transport interface of the operating system to use
 * @param gso whether datagrams are handed to the kernel in super-packets, where it takes them
 * @param gro whether datagrams are taken from the kernel in super-packets, where it makes them
 */
public record SocketConfig(
        String networkInterface,
        InetSocketAddress dataAddress,
        boolean receivesData,
        @Nullable InetSocketAddress ownRegion,
        List<InetSocketAddress> heardRegions,
        Map<InetSocketAddress, InetAddress> sources,
        int unicastPort,
        boolean unicastOnAnyAddress,
        int multicastTtl,
        int dscp,
        int receiveBufferBytes,
        int sendBufferBytes,
        int maxDatagramBytes,
        Transport transport,
        boolean gso,
        boolean gro) {

    /** Socket buffers wanted when nothing else is said, in bytes. */
    public static final int DEFAULT_BUFFER_BYTES = 4 << 20;

    /** Largest datagram when nothing else is said: leaves room for tunnels in an Ethernet frame. */
    public static final int DEFAULT_DATAGRAM_BYTES = 1408;

    /** Hops when nothing else is said: stays in the local network. */
    public static final int DEFAULT_TTL = 1;

    public SocketConfig {
        heardRegions = List.copyOf(heardRegions);
        sources = Map.copyOf(sources);
    }

    /** Everything that is wrong with this configuration on any host, one sentence each; empty when nothing is. */
    public List<String> faults() {
        return new SocketConfigCheck(this).faults();
    }

    /** Starts a configuration with defaults for all but the data channel. */
    public static Builder builder(InetSocketAddress dataAddress) {
        return new Builder(dataAddress);
    }

    /** Collects a configuration. Checks nothing: {@link SocketConfig#faults} does. */
    public static final class Builder {

        private final InetSocketAddress dataAddress;
        private String networkInterface = "";
        private boolean receivesData = true;
        private @Nullable InetSocketAddress ownRegion;
        private List<InetSocketAddress> heardRegions = List.of();
        private final Map<InetSocketAddress, InetAddress> sources = new HashMap<>();
        private int unicastPort;
        private boolean unicastOnAnyAddress;
        private int multicastTtl = DEFAULT_TTL;
        private int dscp;
        private int receiveBufferBytes = DEFAULT_BUFFER_BYTES;
        private int sendBufferBytes = DEFAULT_BUFFER_BYTES;
        private int maxDatagramBytes = DEFAULT_DATAGRAM_BYTES;
        private Transport transport = Transport.AUTO;
        private boolean gso = true;
        private boolean gro = true;

        private Builder(InetSocketAddress dataAddress) {
            this.dataAddress = dataAddress;
        }

        public Builder networkInterface(String nameAddressOrCidr) {
            this.networkInterface = nameAddressOrCidr;
            return this;
        }

        public Builder receivesData(boolean receives) {
            this.receivesData = receives;
            return this;
        }

        public Builder ownRegion(@Nullable InetSocketAddress region) {
            this.ownRegion = region;
            return this;
        }

        public Builder heardRegions(List<InetSocketAddress> regions) {
            this.heardRegions = regions;
            return this;
        }

        /** Hears a channel only from this host; from all where it is null. */
        public Builder source(InetSocketAddress channel, @Nullable InetAddress host) {
            if (host != null) {
                sources.put(channel, host);
            }
            return this;
        }

        public Builder unicastPort(int port) {
            this.unicastPort = port;
            return this;
        }

        public Builder unicastOnAnyAddress(boolean any) {
            this.unicastOnAnyAddress = any;
            return this;
        }

        public Builder multicastTtl(int hops) {
            this.multicastTtl = hops;
            return this;
        }

        public Builder dscp(int codePoint) {
            this.dscp = codePoint;
            return this;
        }

        public Builder receiveBufferBytes(int bytes) {
            this.receiveBufferBytes = bytes;
            return this;
        }

        public Builder sendBufferBytes(int bytes) {
            this.sendBufferBytes = bytes;
            return this;
        }

        public Builder maxDatagramBytes(int bytes) {
            this.maxDatagramBytes = bytes;
            return this;
        }

        public Builder transport(Transport wanted) {
            this.transport = wanted;
            return this;
        }

        public Builder gso(boolean wanted) {
            this.gso = wanted;
            return this;
        }

        public Builder gro(boolean wanted) {
            this.gro = wanted;
            return this;
        }

        /** The configuration, unchecked. */
        public SocketConfig build() {
            return new SocketConfig(
                    networkInterface,
                    dataAddress,
                    receivesData,
                    ownRegion,
                    heardRegions,
                    sources,
                    unicastPort,
                    unicastOnAnyAddress,
                    multicastTtl,
                    dscp,
                    receiveBufferBytes,
                    sendBufferBytes,
                    maxDatagramBytes,
                    transport,
                    gso,
                    gro);
        }
    }
}
