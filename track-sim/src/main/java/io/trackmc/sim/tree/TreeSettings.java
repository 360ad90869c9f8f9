package io.trackmc.sim.tree;

import io.trackmc.proto.engine.ProtocolConfig;
import io.trackmc.proto.wire.SessionRules;
import io.trackmc.sim.node.HostSettings;

import java.util.function.IntFunction;

/**
 * How a tree is set up, apart from who is where.
 *
 * @param config of all engines
 * @param hosts settings of each host, by node id
 * @param appetites appetite of each receiver, by node id
 * @param waitNs how long the source waits for all receivers before it begins without those that are missing
 * @param rules what the source decides for its session
 * @param knownEndpoints whether nodes are told their parents' addresses, or must learn them from Advertise
 */
public record TreeSettings(ProtocolConfig config, IntFunction<HostSettings> hosts, IntFunction<Appetite> appetites,
        long waitNs, SessionRules rules, boolean knownEndpoints) {

    private static final long PATIENCE_NS = 30_000_000_000L;

    /** Local network, exact hosts, eager receivers. */
    public static final TreeSettings DEFAULT = new TreeSettings(ProtocolConfig.lan(), node -> HostSettings.DEFAULT,
            node -> Appetite.EAGER, PATIENCE_NS, SessionRules.DEFAULT, true);
}
