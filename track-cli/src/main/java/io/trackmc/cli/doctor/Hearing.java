package io.trackmc.cli.doctor;

import io.trackmc.cli.capture.GroupListener;
import io.trackmc.keys.transport.bundle.NodeConfig;
import io.trackmc.net.InterfaceChoice;
import io.trackmc.proto.wire.OuterHeader;
import io.trackmc.proto.wire.PacketShape;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;

/** Whom a node would hear by multicast: listens for a while and sends nothing. One thread. */
final class Hearing implements GroupListener.Handler {

    private static final int LONGEST_DATAGRAM = 1 << 16;
    private static final int MOST_SPEAKERS = 64;
    private static final long POLL_MS = 100;
    private static final long NS_PER_SECOND = 1_000_000_000L;

    private final NodeConfig config;
    private final byte[] bytes = new byte[LONGEST_DATAGRAM];
    private final Map<String, Integer> speakers = new TreeMap<>();
    private int longest;
    private int strangers;

    Hearing(NodeConfig config) {
        this.config = config;
    }

    /** Listens, and says who was there. */
    Check listen(String wanted, long seconds) throws IOException, InterruptedException {
        boolean ipv4 = config.data().getAddress() instanceof Inet4Address;
        long endNs = System.nanoTime() + seconds * NS_PER_SECOND;
        try (GroupListener listener = GroupListener.open(InterfaceChoice.find(wanted, ipv4), config)) {
            while (endNs - System.nanoTime() > 0) {
                listener.poll(POLL_MS, this);
            }
        }
        return check(seconds);
    }

    @Override
    public void on(InetSocketAddress from, InetSocketAddress group, ByteBuffer datagram) {
        int length = datagram.remaining();
        datagram.get(bytes, 0, length);
        if (PacketShape.check(bytes, 0, length, LONGEST_DATAGRAM) != null) {
            strangers++;
            return;
        }
        String speaker = config.nameOf(OuterHeader.origin(bytes, 0)) + " (" + from.getAddress().getHostAddress() + ")";
        if (speakers.size() < MOST_SPEAKERS || speakers.containsKey(speaker)) {
            speakers.merge(speaker, 1, Integer::sum);
        }
        longest = Math.max(longest, length);
    }

    Check check(long seconds) {
        String others = strangers == 0 ? "" : "; " + strangers + " datagrams that are not TRACK";
        return Check.of("multicast-heard", !speakers.isEmpty(),
                (speakers.isEmpty() ? "nothing of TRACK in " + seconds + " s"
                        : "packets by node " + speakers + ", the longest of " + longest + " bytes") + others,
                "packets of the sender or of a repair head that runs",
                "start one; then compare group.address, group.port and net.ttl with its own, look for IGMP snooping without a querier"
                        + " on the way, and let UDP through: nft list ruleset");
    }
}
