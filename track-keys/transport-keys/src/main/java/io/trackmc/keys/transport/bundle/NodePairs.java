package io.trackmc.keys.transport.bundle;

import io.trackmc.keys.transport.conf.ConfValues;
import io.trackmc.keys.transport.conf.KeyEntry;
import io.trackmc.proto.engine.FlowConfig.SlowReceiver;
import io.trackmc.proto.engine.ProtocolConfig;
import io.trackmc.proto.engine.TreeTiming;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Keys that do not go together though each is right by itself. What cannot work is refused; what works and is hardly meant is warned of. Each says both keys
 * and what would do.
 */
final class NodePairs {

    private final ConfValues in;

    NodePairs(ConfValues in) {
        this.in = in;
    }

    /** Of a configuration without faults so far. */
    void check(NodeConfig config) {
        refuseStrangeParents(config);
        refuseHalfOf(AuthoritiesKeys.CERTIFICATE, AuthoritiesKeys.PRIVATE_KEY);
        checkStall(config.protocol());
        if (config.self().role().isParent()) {
            warnOfSilence(config.protocol().tree());
        }
        warnOfRates(config.protocol());
        warnOfBuffer(config);
        if (config.session().isTimely() && config.session().holdNs() <= config.protocol().tree().trackNs()) {
            in.warn(SessionKeys.HOLD, "is shorter than any repair takes: Tracks ask for them each "
                    + shown(TreeKeys.TRACK) + " (" + NodeConfKeys.TREE_TRACK + "); make it several times as long");
        }
    }

    private void refuseStrangeParents(NodeConfig config) {
        Set<Integer> ids = new HashSet<>(List.of(config.self().id()));
        Set<Object> channels = new HashSet<>();
        if (config.region() != null) {
            channels.add(config.region().channel());
        }
        for (NodeConfig.Parent parent : config.parents()) {
            if (!ids.add(parent.id())) {
                in.refuse(TreeKeys.PARENTS, "each parent once, and never the node itself (" + NodeConfKeys.NODE_ID
                        + "); " + Integer.toUnsignedString(parent.id()) + " is there again");
            } else if (!channels.add(parent.channel())) {
                in.refuse(TreeKeys.PARENTS, "a multicast address of its own for each parent, and another than "
                        + NodeConfKeys.REGION_ADDRESS + "; that of " + parent.name() + " is there again");
            }
        }
    }

    /** One of the two would go with the other half of another pair. */
    private void refuseHalfOf(KeyEntry<?> one, KeyEntry<?> other) {
        if (in.has(one) != in.has(other)) {
            in.refuse(in.has(one) ? one : other, one.name() + " and " + other.name() + " together, or none of them");
        }
    }

    private void checkStall(ProtocolConfig protocol) {
        boolean ejects = protocol.flow().slowReceiver() == SlowReceiver.EJECT;
        if (ejects && protocol.flow().stallNs() < protocol.tree().heartbeatNs()) {
            in.refuse(SessionKeys.STALL_TIMEOUT, "at least " + shown(TreeKeys.HEARTBEAT) + ", which is "
                    + NodeConfKeys.TREE_HEARTBEAT + ": children are judged once in that time");
        }
        if (!ejects && in.has(SessionKeys.STALL_TIMEOUT)) {
            in.warn(SessionKeys.STALL_TIMEOUT, "means nothing unless " + NodeConfKeys.FLOW_SLOW_RECEIVER + " = eject");
        }
    }

    private void warnOfSilence(TreeTiming tree) {
        long noticedNs = tree.heartbeatNs() * tree.parentMisses();
        if (tree.interiorSilenceNs() <= noticedNs) {
            in.warn(TreeKeys.REPAIR_HEAD_SILENCE,
                    "gives a dead repair head up before its children look for another parent, after "
                            + TreeKeys.HEARTBEAT.form().text(noticedNs) + " (" + NodeConfKeys.TREE_HEARTBEAT + " times "
                            + NodeConfKeys.TREE_PARENT_MISSES
                            + "); make it longer than that, by half a second at least");
        }
    }

    private void warnOfRates(ProtocolConfig protocol) {
        long total = protocol.flow().totalBytesPerSecond();
        if (total > 0 && protocol.rateBytesPerSecond() > total) {
            in.warn(SessionKeys.RATE_DATA, "is never reached: " + NodeConfKeys.RATE_TOTAL + " = "
                    + shown(SessionKeys.RATE_TOTAL) + " limits new data and repairs together");
        }
    }

    private void warnOfBuffer(NodeConfig config) {
        long window = (long) config.protocol().windowPackets() * config.protocol().datagramBytes();
        if (config.net().receiveBufferBytes() < window) {
            in.warn(NetKeys.RECEIVE_BUFFER, "holds less than a window (" + NodeConfKeys.WINDOW_PACKETS + " times "
                    + NodeConfKeys.NET_DATAGRAM_BYTES + ", " + window
                    + " bytes): a node that pauses loses what comes meanwhile; raise it to that at least");
        }
    }

    private <T> String shown(KeyEntry<T> entry) {
        return entry.form().text(in.get(entry));
    }
}
