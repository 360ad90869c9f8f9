package io.trackmc.proto.tree;

import io.trackmc.proto.engine.Endpoint;
import io.trackmc.proto.engine.Ingress;
import io.trackmc.proto.engine.Path;
import io.trackmc.proto.event.DropReason;
import io.trackmc.proto.protect.HopKeys;
import io.trackmc.proto.wire.AdvertiseMessage;
import io.trackmc.proto.wire.BindRole;
import org.jspecify.annotations.Nullable;

/**
 * The parents that a child may bind to, with what their Advertises told of them. All of that is hints: where to ask, and whom
 * rather than whom.
 */
final class ParentFinder {

    /** Returned by {@link #onAdvertise} for a packet that was dropped. */
    static final int NOBODY = -1;

    private final HopKeys keys;
    private final CandidateList candidates;
    private final boolean[] connected;
    private final BindRole role;
    private final boolean[] takesReceivers;
    private final boolean[] takesRepairHeads;
    private final boolean[] heard;
    private final long[] heardNs;
    private final AdvertiseMessage advertise = new AdvertiseMessage();

    /** @throws IllegalArgumentException when there are no keys for one of the candidates */
    ParentFinder(HopKeys keys, BindSettings settings) {
        this.keys = keys;
        this.candidates = new CandidateList(settings.candidates());
        this.connected = new boolean[candidates.size()];
        this.role = settings.role();
        this.takesReceivers = new boolean[candidates.size()];
        this.takesRepairHeads = new boolean[candidates.size()];
        this.heard = new boolean[candidates.size()];
        this.heardNs = new long[candidates.size()];
        for (int i = 0; i < candidates.size(); i++) {
            if (!keys.canBindTo(candidates.id(i))) {
                throw new IllegalArgumentException("no keys for parent " + Integer.toUnsignedString(candidates.id(i)));
            }
        }
    }

    int size() {
        return candidates.size();
    }

    int id(int index) {
        return candidates.id(index);
    }

    /** Where to ask a candidate, or null when that is not known. */
    @Nullable
    Endpoint endpoint(int index) {
        return candidates.endpoint(index);
    }

    /** Notes that a candidate did not answer a whole attempt. */
    void unanswered(int index) {
        candidates.unanswered(index);
    }

    /** First candidate at or after {@code from}, going round, whose address is known; -1 when there is none. */
    int nextKnown(int from) {
        return candidates.nextKnown(from);
    }

    /** First candidate after {@code index}, going round, that says it is connected to the sender; -1 when there is none. */
    int nextConnected(int index) {
        for (int step = 1; step < size(); step++) {
            int other = (index + step) % size();
            if (connected[other] && endpoint(other) != null) {
                return other;
            }
        }
        return -1;
    }

    /** Index of a node id, or -1. */
    int indexOf(int id) {
        return candidates.indexOf(id);
    }

    /** Whether a candidate said within {@code withinNs} that it is connected and has room for this node. */
    boolean isOpen(int index, long nowNs, long withinNs) {
        return isOpenTo(role, index, nowNs, withinNs);
    }

    /** The same for another child of a kind. */
    boolean isOpenTo(BindRole child, int index, long nowNs, long withinNs) {
        boolean hasRoom = child == BindRole.REPAIR_HEAD ? takesRepairHeads[index] : takesReceivers[index];
        return connected[index] && hasRoom && isHeard(index, nowNs, withinNs);
    }

    /** Whether a candidate advertised within {@code withinNs}. */
    boolean isHeard(int index, long nowNs, long withinNs) {
        return heard[index] && nowNs - heardNs[index] <= withinNs;
    }

    /** The same among those that said within {@code withinNs} that they are, and have room. */
    int nextOpen(int index, long nowNs, long withinNs) {
        for (int step = 1; step < size(); step++) {
            int other = (index + step) % size();
            if (isOpen(other, nowNs, withinNs)) {
                return other;
            }
        }
        return -1;
    }

    /** Takes in an Advertise; returns the index of the candidate, or {@link #NOBODY} with the drop counted. */
    int onAdvertise(long nowNs, Path path, Ingress packet) {
        int index = candidates.indexOf(packet.origin());
        if (index < 0) {
            packet.drop(DropReason.UNKNOWN_ORIGIN);
            return NOBODY;
        }
        if (!advertise.parse(packet.bytes(), packet.offset())) {
            packet.drop(DropReason.MALFORMED);
            return NOBODY;
        }
        if (!packet.passes(keys.verifyAdvertise(packet.origin(), packet.incarnation(), advertise.incarnationTail(),
                packet.bytes(), packet.offset(), packet.outerLength()))) {
            return NOBODY;
        }
        learn(index, path);
        heard[index] = true;
        heardNs[index] = nowNs;
        connected[index] = advertise.level() < SessionState.DISCONNECTED;
        takesReceivers[index] = advertise.receiverSlots() > 0;
        takesRepairHeads[index] = advertise.repairHeadSlots() > 0;
        return index;
    }

    private void learn(int index, Path path) {
        Endpoint known = candidates.advertised(index);
        int port = advertise.unicastPort();
        if (known == null || !path.isAt(known, port)) {
            candidates.learn(index, path.sourceWithPort(port));
        }
    }
}
