package io.trackmc.cli.doctor;

import io.trackmc.cli.capture.GroupListener;
import io.trackmc.keys.transport.bundle.NodeConfig;
import io.trackmc.net.InterfaceChoice;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tells which {@link Probe}s of other hosts arrive: from whom, of which lengths, and with which TTLs they were sent. One thread. */
final class Answerer implements GroupListener.Handler {

    private static final int MOST_RUNS = 64;
    private static final long POLL_MS = 100;
    private static final long NS_PER_SECOND = 1_000_000_000L;

    private final NodeConfig config;
    private final Map<String, Heard> heard = new LinkedHashMap<>();

    private static final class Heard {
        private int probes;
        private int leastTtl = Integer.MAX_VALUE;
        private int longest;
    }

    Answerer(NodeConfig config) {
        this.config = config;
    }

    /** Listens for so long, and says what has come. */
    List<Check> listen(long seconds) throws IOException, InterruptedException {
        boolean ipv4 = config.data().getAddress() instanceof Inet4Address;
        long endNs = System.nanoTime() + seconds * NS_PER_SECOND;
        try (GroupListener listener = GroupListener.open(
                InterfaceChoice.find(config.net().networkInterface(), ipv4), config)) {
            while (endNs - System.nanoTime() > 0) {
                listener.poll(POLL_MS, this);
            }
        }
        return checks(seconds);
    }

    @Override
    public void on(InetSocketAddress from, InetSocketAddress group, ByteBuffer datagram) {
        Probe probe = Probe.of(datagram);
        if (probe == null || !group.equals(config.data())) {
            return;
        }
        String who = from.getAddress().getHostAddress() + ", run " + Long.toHexString(probe.run());
        Heard of = heard.get(who);
        if (of == null && heard.size() < MOST_RUNS) {
            of = new Heard();
            heard.put(who, of);
        }
        if (of != null) {
            of.probes++;
            of.leastTtl = Math.min(of.leastTtl, probe.ttl());
            of.longest = Math.max(of.longest, probe.length());
        }
    }

    /** One for each who was heard; one that fails for nobody. */
    List<Check> checks(long seconds) {
        int whole = config.protocol().datagramBytes();
        List<Check> checks = new ArrayList<>();
        heard.forEach((who, of) -> checks.add(Check.of("multicast-answer", of.longest >= whole,
                who + ": " + of.probes + " datagrams, the longest of " + of.longest
                        + " bytes; a TTL of " + of.leastTtl + " is enough",
                "one of " + whole + " bytes too",
                "the way between has a smaller MTU: raise that, or lower net.datagram-bytes at every node of the group")));
        if (checks.isEmpty()) {
            checks.add(Check.of("multicast-answer", false, "no probe in " + seconds + " s",
                    "track doctor --probe on another host meanwhile, with the configuration of a node of this group",
                    "look for IGMP snooping without a querier, routers that do not forward multicast, a net.ttl that is too small on the"
                            + " other host, and filters: nft list ruleset"));
        }
        return checks;
    }
}
