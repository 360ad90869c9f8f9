package io.trackmc.sim.scale;

import io.trackmc.proto.engine.ProtocolConfig;
import io.trackmc.proto.wire.SessionRules;
import io.trackmc.sim.core.Seed;
import io.trackmc.sim.tree.Topology;
import io.trackmc.sim.tree.TreeSettings;

/**
 * What a run with a large tree is to be.
 *
 * @param keyChurn how keys change while data flows
 * @param crypto what protects packets
 * @param seed of everything random
 */
public record ScalePlan(TreePlan tree, PathPlan paths, LoadPlan load, HardshipPlan hardships, KeyChurn keyChurn,
        Crypto crypto, long seed) {

    /** Small, because each repair head keeps two windows; still a quarter of a second at 1,000 packets a second. */
    private static final int WINDOW_PACKETS = 256;

    private static final int MIN_CHILDREN = 64;
    private static final int MAX_CHILDREN = 4_096;
    private static final int BACKUPS_AMONG_DEATHS = 3;
    private static final long JOIN_WITHIN_NS = 60_000_000_000L;

    /** One in which everybody stays and keys never change. */
    public ScalePlan(TreePlan tree, PathPlan paths, LoadPlan load, Crypto crypto, long seed) {
        this(tree, paths, load, HardshipPlan.NONE, KeyChurn.NONE, crypto, seed);
    }

    /** The same with another number of receivers; see {@link TreePlan#withReceivers}. */
    public ScalePlan withReceivers(int receivers) {
        return new ScalePlan(tree.withReceivers(receivers), paths, load, hardships, keyChurn, crypto, seed);
    }

    /** Root of everything random. */
    Seed root() {
        return new Seed(seed).child("scale");
    }

    Topology topology() {
        return tree.topology(hardships.killRepairHeads() > 0 ? BACKUPS_AMONG_DEATHS : 1);
    }

    Geography geography(Topology topology) {
        long spellNs = paths.burst() > 1 ? paths.burst() * load.intervalNs() : 0;
        Losses losses = new Losses(paths, topology, spellNs, root().child("losses"));
        return new Geography(topology, paths.reach(), losses, root().child("geography"));
    }

    /** Room for the children of parents that die. */
    TreeSettings settings() {
        int children = Math.clamp((long) tree.fanout() * (1 + BACKUPS_AMONG_DEATHS), MIN_CHILDREN, MAX_CHILDREN);
        ProtocolConfig lan = ProtocolConfig.lan();
        ProtocolConfig config = lan.withSizes(lan.datagramBytes(), WINDOW_PACKETS, children);
        return new TreeSettings(config, TreeSettings.DEFAULT.hosts(), TreeSettings.DEFAULT.appetites(), JOIN_WITHIN_NS,
                SessionRules.DEFAULT, true);
    }
}
