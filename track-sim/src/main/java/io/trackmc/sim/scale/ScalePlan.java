package io.trackmc.sim.scale;

import io.trackmc.proto.engine.ProtocolConfig;
import io.trackmc.proto.wire.SessionRules;
import io.trackmc.sim.core.Seed;
import io.trackmc.sim.net.Loss;
import io.trackmc.sim.tree.Load;
import io.trackmc.sim.tree.Topology;
import io.trackmc.sim.tree.TreeSettings;

import java.util.Locale;

/**
 * What a run with a large tree is to be.
 *
 * @param receivers 1 to {@link #MAX_RECEIVERS}
 * @param fanout most children of a parent, {@link #MIN_FANOUT} to {@link #MAX_FANOUT}
 * @param loss share of datagrams that each path loses, 0 to {@link #MAX_LOSS}
 * @param burst longest run of datagrams lost together, 1 for independent losses
 * @param packets messages that the source sends, one in each packet; it packs those together for which it had to wait
 * @param packetsPerSecond how fast, on the wall clock of the simulated world
 * @param churnPerMinute share of receivers that crash in a minute of the data phase and come back with no memory, 0 to 1
 * @param killRepairHeads share of repair heads that die for good in the data phase, 0 to 1
 * @param reach how far apart nodes are
 * @param crypto whether packets are protected for real
 * @param seed of everything random
 */
public record ScalePlan(int receivers, int fanout, double loss, int burst, int packets, double packetsPerSecond,
        double churnPerMinute, double killRepairHeads, Reach reach, Crypto crypto, long seed) {

    /** Largest number of receivers: with their repair heads they fill a group's roster. */
    public static final int MAX_RECEIVERS = 200_000;

    /** Smallest fan-out. */
    public static final int MIN_FANOUT = 2;

    /** Largest fan-out. */
    public static final int MAX_FANOUT = 1_024;

    /** Largest loss with which a run comes to an end. */
    public static final double MAX_LOSS = 0.5;

    /** Longest burst. */
    public static final int MAX_BURST = 1_000;

    /** Largest number of packets. */
    public static final int MAX_PACKETS = 10_000_000;

    /** Content of one packet; what is in it is of no matter to the tree. */
    public static final int MESSAGE_BYTES = 256;

    /** Small, because each repair head keeps two windows; still a quarter of a second at 1,000 packets a second. */
    private static final int WINDOW_PACKETS = 256;

    private static final int MIN_CHILDREN = 64;
    private static final int MAX_CHILDREN = 4_096;
    private static final int BACKUPS_AMONG_DEATHS = 3;
    private static final long JOIN_WITHIN_NS = 60_000_000_000L;
    private static final double NS_PER_SECOND = 1e9;

    /** What protects packets. */
    public enum Crypto {
        /** The same as everywhere: HMAC-SHA-256 and AES-256-GCM under derived keys. */
        REAL,
        /** Keyed checksums that stop no attacker but notice every mistake in keys, runs and replays. */
        FAST;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Root of everything random. */
    Seed root() {
        return new Seed(seed).child("scale");
    }

    Topology topology() {
        return Topology.filled(receivers, fanout, killRepairHeads > 0 ? BACKUPS_AMONG_DEATHS : 1);
    }

    Load load() {
        return new Load(packets, MESSAGE_BYTES, MESSAGE_BYTES, (long) (NS_PER_SECOND / packetsPerSecond),
                root().child("load"));
    }

    /** Room for the children of parents that die. */
    TreeSettings settings() {
        int children = Math.clamp((long) fanout * (1 + BACKUPS_AMONG_DEATHS), MIN_CHILDREN, MAX_CHILDREN);
        ProtocolConfig lan = ProtocolConfig.lan();
        ProtocolConfig config = lan.withSizes(lan.datagramBytes(), WINDOW_PACKETS, children);
        return new TreeSettings(config, TreeSettings.DEFAULT.hosts(), TreeSettings.DEFAULT.appetites(), JOIN_WITHIN_NS,
                SessionRules.DEFAULT, true);
    }

    /** A burst of up to {@code burst} datagrams has {@code (burst + 1) / 2} on average. */
    Loss losses() {
        return burst <= 1 ? Loss.independent(loss) : Loss.bursts(loss * 2 / (burst + 1), burst);
    }
}
