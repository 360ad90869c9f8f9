package io.trackmc.cli.doctor;

import io.trackmc.cli.task.Fault;
import io.trackmc.keys.transport.bundle.NodeConfig;
import io.trackmc.net.Addresses;
import io.trackmc.net.InterfaceChoice;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.SplittableRandom;
import java.util.SortedSet;
import java.util.TreeSet;
import jdk.net.ExtendedSocketOptions;

/**
 * Sends {@link Probe}s to the data channel of a group: twice a second a short one with each TTL of 1, 2, 4 and so on up to the node's, and one of the group's
 * datagram size that must not be fragmented, so at most 20 in a second.
 */
final class Prober {

    private static final long ROUND_MS = 500;
    private static final int ROUNDS_PER_SECOND = 2;

    private final NodeConfig config;
    private final long run = new SplittableRandom().nextLong();
    private int sent;
    private int whole;
    private String fault = "";

    Prober(NodeConfig config) {
        this.config = config;
    }

    /** Sends for so long, and says what could be sent. */
    Check send(long seconds) throws IOException, InterruptedException {
        boolean ipv4 = config.data().getAddress() instanceof Inet4Address;
        InterfaceChoice nif = InterfaceChoice.find(config.net().networkInterface(), ipv4);
        try (DatagramChannel channel = DatagramChannel.open(
                ipv4 ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6)) {
            channel.setOption(StandardSocketOptions.IP_MULTICAST_IF, nif.networkInterface());
            channel.setOption(ExtendedSocketOptions.IP_DONTFRAGMENT, true);
            for (long round = 0; round < seconds * ROUNDS_PER_SECOND; round++) {
                round(channel);
                Thread.sleep(ROUND_MS);
            }
        }
        return check(nif.name());
    }

    private void round(DatagramChannel channel) throws IOException {
        for (int ttl : ttls(config.net().ttl())) {
            sent += send(channel, new Probe(run, ttl, Probe.MIN_LENGTH)) ? 1 : 0;
        }
        whole += send(channel, new Probe(run, config.net().ttl(), config.protocol().datagramBytes())) ? 1 : 0;
    }

    private boolean send(DatagramChannel channel, Probe probe) throws IOException {
        channel.setOption(StandardSocketOptions.IP_MULTICAST_TTL, probe.ttl());
        ByteBuffer bytes = probe.toBytes();
        try {
            return channel.send(bytes, config.data()) == probe.length();
        } catch (IOException e) {
            fault = "; " + probe.length() + " bytes: " + Fault.text(e);
            return false;
        }
    }

    /** Those that are tried: powers of two, and the one that the node uses. */
    static SortedSet<Integer> ttls(int most) {
        SortedSet<Integer> ttls = new TreeSet<>();
        for (int ttl = 1; ttl < most; ttl *= 2) {
            ttls.add(ttl);
        }
        ttls.add(most);
        return ttls;
    }

    private Check check(String nif) {
        return Check.of("multicast-probe", sent > 0 && whole > 0,
                sent + " short datagrams and " + whole + " of " + config.protocol().datagramBytes() + " bytes sent to "
                        + Addresses.format(config.data()) + " on " + nif + fault,
                "both sent; what arrives tells track doctor --answer on another host",
                "see the checks of route and MTU above: a datagram that is too long for the interface is not sent");
    }
}
