package io.trackmc.proto.tree;

import io.trackmc.proto.engine.Endpoint;
import io.trackmc.proto.engine.Ingress;
import io.trackmc.proto.engine.Path;
import io.trackmc.proto.engine.TreeTiming;
import io.trackmc.proto.event.DropReason;
import io.trackmc.proto.protect.HopKeys;
import io.trackmc.proto.wire.AdvertiseMessage;
import io.trackmc.proto.wire.BindRole;
import io.trackmc.proto.wire.OuterHeader;
import java.util.random.RandomGenerator;
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
    private final BindRole role;
    private final boolean discovers;
    private final TreeTiming timing;
    private final ParentOrder order;
    private final ParentMeter meter;
    private final int[] level;
    private final boolean[] takesReceivers;
    private final boolean[] takesRepairHeads;
    private final boolean[] heard;
    private final long[] heardNs;
    private final boolean[] strange;
    private final long[] strangeNs;
    private final OwnEpochs ownEpochs = new OwnEpochs();
    private final AdvertiseMessage advertise = new AdvertiseMessage();

    /** @throws IllegalArgumentException when there are no keys for one of the candidates */
    ParentFinder(HopKeys keys, BindSettings settings, RandomGenerator random) {
        this.keys = keys;
        this.candidates = new CandidateList(settings.candidates());
        this.role = settings.role();
        this.discovers = settings.discovery();
        this.timing = settings.timing();
        this.order = new ParentOrder(candidates.size());
        this.meter = new ParentMeter(candidates.size(), random);
        this.level = new int[candidates.size()];
        this.takesReceivers = new boolean[candidates.size()];
        this.takesRepairHeads = new boolean[candidates.size()];
        this.heard = new boolean[candidates.size()];
        this.heardNs = new long[candidates.size()];
        this.strange = new boolean[candidates.size()];
        this.strangeNs = new long[candidates.size()];
        for (int i = 0; i < candidates.size(); i++) {
            if (!keys.canBindTo(candidates.id(i))) {
                throw new IllegalArgumentException("no keys for parent " + Integer.toUnsignedString(candidates.id(i)));
            }
        }
    }

    /** This node sends under the epoch of this SPI from now on. */
    void sendsUnder(int spi) {
        ownEpochs.note(spi);
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

    /** Where to ask a candidate for rekeys under keys of no epoch, or null. */
    @Nullable
    Endpoint endpointOrOverheard(int index) {
        return candidates.endpointOrOverheard(index);
    }

    /** A candidate is none any more: it is never asked, and not listened to. */
    void expel(int id) {
        int index = candidates.indexOf(id);
        if (index >= 0) {
            candidates.expel(index);
            heard[index] = false;
            strange[index] = false;
        }
    }

    /** Index of a candidate that was not expelled, or {@link #NOBODY}. */
    int indexOfMember(int id) {
        int index = candidates.indexOf(id);
        return index < 0 || candidates.isExpelled(index) ? NOBODY : index;
    }

    /** Notes that a candidate did not answer a whole attempt. */
    void unanswered(int index) {
        candidates.unanswered(index);
    }

    /** Whether this child measures its candidates, and wants the nearest. */
    boolean discovers() {
        return discovers;
    }

    /** When candidates are asked how far away they are, and what came of it. */
    ParentMeter meter() {
        return meter;
    }

    /** The candidate that is wanted most: the primary, unless this child measures. */
    int first() {
        return order.first();
    }

    /** The candidate {@code steps} after another in the order in which they are wanted, going round. */
    int after(int index, int steps) {
        return order.after(index, steps);
    }

    /** Whether going on from a candidate means going round. */
    boolean isLast(int index) {
        return order.isLast(index);
    }

    /** First candidate at or after {@code from}, going round, whose address is known; -1 when there is none. */
    int nextKnown(int from) {
        for (int step = 0; step < size(); step++) {
            int index = order.after(from, step);
            if (endpoint(index) != null) {
                return index;
            }
        }
        return NOBODY;
    }

    /** First candidate after {@code index}, going round, that says it is connected to the sender; -1 when there is none. */
    int nextConnected(int index) {
        for (int step = 1; step < size(); step++) {
            int other = order.after(index, step);
            if (level[other] < SessionState.DISCONNECTED && heard[other] && endpoint(other) != null) {
                return other;
            }
        }
        return NOBODY;
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
        return level[index] < SessionState.DISCONNECTED && hasRoom && isHeard(index, nowNs, withinNs);
    }

    /** Whether a candidate advertised within {@code withinNs}. */
    boolean isHeard(int index, long nowNs, long withinNs) {
        return heard[index] && nowNs - heardNs[index] <= withinNs;
    }

    /** Whether a candidate advertised within {@code withinNs} under an epoch that is not here and was not here before, as far as its Advertise can be believed, and not since under one that is. */
    boolean isStrange(int index, long nowNs, long withinNs) {
        return strange[index] && nowNs - strangeNs[index] <= withinNs;
    }

    /** The same among those that said within {@code withinNs} that they are, and have room. */
    int nextOpen(int index, long nowNs, long withinNs) {
        for (int step = 1; step < size(); step++) {
            int other = order.after(index, step);
            if (isOpen(other, nowNs, withinNs)) {
                return other;
            }
        }
        return -1;
    }

    /** The one of those that is wanted most, other than {@code index}; the next one if this child does not measure. */
    int bestOpen(int index, long nowNs, long withinNs) {
        int from = discovers ? order.after(order.first(), -1) : index;
        for (int step = 1; step <= size(); step++) {
            int other = order.after(from, step);
            if (other != index && isOpen(other, nowNs, withinNs)) {
                return other;
            }
        }
        return NOBODY;
    }

    /** Takes in an Advertise; returns the index of the candidate, or {@link #NOBODY} with the drop counted. */
    int onAdvertise(long nowNs, Path path, Ingress packet) {
        int index = candidates.indexOf(packet.origin());
        if (index < 0 || candidates.isExpelled(index)) {
            packet.drop(DropReason.UNKNOWN_ORIGIN);
            return NOBODY;
        }
        if (!advertise.parse(packet.bytes(), packet.offset())) {
            packet.drop(DropReason.MALFORMED);
            return NOBODY;
        }
        DropReason refused = keys.verifyAdvertise(packet.origin(), packet.incarnation(), advertise.incarnationTail(),
                packet.bytes(), packet.offset(), packet.outerLength());
        if (refused == DropReason.UNKNOWN_SPI) {
            overhear(index, path);
            strange[index] = !ownEpochs.contains(OuterHeader.spi(packet.bytes(), packet.offset()));
            strangeNs[index] = nowNs;
        }
        if (!packet.passes(refused)) {
            return NOBODY;
        }
        if (advertise.isAnswer() && !isForThis(nowNs, index)) {
            packet.drop(DropReason.STALE);
            return NOBODY;
        }
        learn(index, path);
        heard[index] = true;
        heardNs[index] = nowNs;
        strange[index] = false;
        level[index] = advertise.level();
        takesReceivers[index] = advertise.receiverSlots() > 0;
        takesRepairHeads[index] = advertise.repairHeadSlots() > 0;
        if (discovers) {
            sort(nowNs);
        }
        return index;
    }

    private boolean isForThis(long nowNs, int index) {
        return advertise.asker() == keys.nodeId()
                && meter.onAnswer(nowNs, index, advertise.token(), Integer.toUnsignedLong(advertise.dally()) * 1000L);
    }

    private void sort(long nowNs) {
        for (int i = 0; i < size(); i++) {
            boolean open = isOpen(i, nowNs, 2 * timing.advertiseNs());
            order.note(i, role, open, candidates.region(i), level[i], meter.rttNs(i));
        }
        order.sort();
    }

    /** It is of an epoch that this node has missed, or made up. */
    private void overhear(int index, Path path) {
        Endpoint known = candidates.overheard(index);
        int port = advertise.unicastPort();
        if (known == null || !path.isAt(known, port)) {
            candidates.overhear(index, path.sourceWithPort(port));
        }
    }

    private void learn(int index, Path path) {
        Endpoint known = candidates.advertised(index);
        int port = advertise.unicastPort();
        if (known == null || !path.isAt(known, port)) {
            candidates.learn(index, path.sourceWithPort(port));
        }
    }
}
