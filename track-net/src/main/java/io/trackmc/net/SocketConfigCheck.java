package io.trackmc.net;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** Finds every fault of a {@link SocketConfig} that can be found without asking the host. */
final class SocketConfigCheck {

    static final int MIN_DATAGRAM_BYTES = 256;
    static final int MAX_DATAGRAM_BYTES = 65_507;
    static final int MAX_BUFFER_BYTES = 1 << 30;
    static final int MAX_TTL = 255;
    static final int MAX_DSCP = 63;
    static final int MAX_PORT = 65_535;

    private final SocketConfig config;
    private final List<String> faults = new ArrayList<>();

    SocketConfigCheck(SocketConfig config) {
        this.config = config;
    }

    List<String> faults() {
        checkGroup("data channel", config.dataAddress());
        InetSocketAddress own = config.ownRegion();
        if (own != null) {
            checkRegion("own region", own);
        }
        config.heardRegions().forEach(region -> checkRegion("region of a parent", region));
        checkRange("datagram size", config.maxDatagramBytes(), MIN_DATAGRAM_BYTES, MAX_DATAGRAM_BYTES);
        checkRange("receive buffer", config.receiveBufferBytes(), MAX_DATAGRAM_BYTES, MAX_BUFFER_BYTES);
        checkRange("send buffer", config.sendBufferBytes(), MAX_DATAGRAM_BYTES, MAX_BUFFER_BYTES);
        checkRange("multicast TTL", config.multicastTtl(), 0, MAX_TTL);
        checkRange("DSCP", config.dscp(), 0, MAX_DSCP);
        checkRange("unicast port", config.unicastPort(), 0, MAX_PORT);
        return List.copyOf(faults);
    }

    private void checkRegion(String name, InetSocketAddress address) {
        checkGroup(name, address);
        if (address.equals(config.dataAddress())) {
            faults.add(name + " " + Addresses.format(address)
                    + " is the data channel's address and port; a region needs one of its own");
        }
        InetAddress data = config.dataAddress().getAddress();
        if (data != null && address.getAddress() != null && address.getAddress().getClass() != data.getClass()) {
            faults.add(name + " " + Addresses.format(address) + " and data channel "
                    + Addresses.format(config.dataAddress()) + " must both be IPv4 or both IPv6");
        }
    }

    private void checkGroup(String name, InetSocketAddress address) {
        String written = name + " " + Addresses.format(address);
        if (address.getAddress() == null) {
            faults.add(written + ": the host is not known");
        } else if (!address.getAddress().isMulticastAddress()) {
            faults.add(written + " is not a multicast address (allowed: 224.0.0.0 to 239.255.255.255, or ff00::/8)");
        }
        if (address.getPort() == 0) {
            faults.add(written + " has no port (allowed: 1 to " + MAX_PORT + ")");
        }
    }

    private void checkRange(String name, int value, int least, int most) {
        if (value < least || value > most) {
            faults.add(name + " " + value + " is out of range (allowed: " + least + " to " + most + ")");
        }
    }
}
