package io.trackmc.proto.tree;

import io.trackmc.proto.engine.Endpoint;
import io.trackmc.proto.engine.EngineScratch;
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
    private final TreeTiming timing;
    /** Both or none: a child that does not measure its candidates takes them as they are configured. */
    private final @Nullable ParentOrder order;

    private final @Nullable ParentMeter meter;
    private final OwnEpochs ownEpochs = new OwnEpochs();
    private final EngineScratch scratch;

    /** @throws IllegalArgumentException when there are no keys for one of the candidates */
    ParentFinder(HopKeys keys, BindSettings settings, RandomGenerator random, EngineScratch scratch) {
        this.scratch = scratch;
        this.keys = keys;
        this.candidates = new CandidateList(settings.candidates());
        this.role = settings.role();
        this.timing = settings.timing();
        this.order = settings.discovery() ? new ParentOrder(candidates.size()) : null;
        this.meter = settings.discovery() ? new ParentMeter(candidates.size(), random) : null;
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
            candidates.at(index).heard = false;
            candidates.at(index).strange = false;
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
        return meter != null;
    }

    /** When candidates are asked how far away they are, and what came of it; null for a child that does not measure them. */
    @Nullable
    ParentMeter meter() {
        return meter;
    }

    /** The candidate that is wanted most: the primary, unless this child measures. */
    int first() {
        return order == null ? 0 : order.first();
    }

    /** The candidate {@code steps} after another in the order in which they are wanted, going round. */
    int after(int index, int steps) {
        return order == null ? Math.floorMod(index + steps, size()) : order.after(index, steps);
    }

    /** Whether going on from a candidate means going round. */
    boolean isLast(int index) {
        return order == null ? index == size() - 1 : order.isLast(index);
    }

    /** First candidate at or after {@code from}, going round, whose address is known; -1 when there is none. */
    int nextKnown(int from) {
        for (int step = 0; step < size(); step++) {
            int index = after(from, step);
            if (endpoint(index) != null) {
                return index;
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
        Candidate known = candidates.at(index);
        boolean hasRoom = child == BindRole.REPAIR_HEAD ? known.takesRepairHeads : known.takesReceivers;
        return known.level < SessionState.DISCONNECTED && hasRoom && isHeard(index, nowNs, withinNs);
    }

    /** Whether it is news of the last Advertise of a candidate that it is connected, and it has room for this node. */
    boolean hasOpened(int index) {
        return candidates.at(index).opened;
    }

    /** Whether a candidate said last that it is connected to the sender. */
    boolean isConnected(int index) {
        return candidates.at(index).heard && candidates.at(index).level < SessionState.DISCONNECTED;
    }

    /** Whether a candidate is wanted more than another. A receiver that measures wants the nearest, and who connects first need not be that. */
    boolean isPreferred(int index, int other) {
        if (order == null) {
            return index < other;
        }
        return role == BindRole.REPAIR_HEAD && order.isBefore(index, other);
    }

    /** Whether a candidate advertised within {@code withinNs}. */
    boolean isHeard(int index, long nowNs, long withinNs) {
        return candidates.at(index).heard && nowNs - candidates.at(index).heardNs <= withinNs;
    }

    /** Whether a candidate advertised within {@code withinNs} under an epoch that is not here and was not here before, as far as its Advertise can be believed, and not since under one that is. */
    boolean isStrange(int index, long nowNs, long withinNs) {
        return candidates.at(index).strange && nowNs - candidates.at(index).strangeNs <= withinNs;
    }

    /** The same among those that said within {@code withinNs} that they are, and have room. */
    int nextOpen(int index, long nowNs, long withinNs) {
        for (int step = 1; step < size(); step++) {
            int other = after(index, step);
            if (isOpen(other, nowNs, withinNs)) {
                return other;
            }
        }
        return -1;
    }

    /** First candidate after {@code index}, going round, that advertised within {@code withinNs} and can be asked. */
    int nextHeard(int index, long nowNs, long withinNs) {
        for (int step = 1; step < size(); step++) {
            int other = after(index, step);
            if (isHeard(other, nowNs, withinNs) && endpoint(other) != null) {
                return other;
            }
        }
        return NOBODY;
    }

    /** The one of those that is wanted most, other than {@code index}; the next one if this child does not measure. */
    int bestOpen(int index, long nowNs, long withinNs) {
        int from = discovers() ? after(first(), -1) : index;
        for (int step = 1; step <= size(); step++) {
            int other = after(from, step);
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
        Candidate known = candidates.at(index);
        AdvertiseMessage advertise = scratch.received().advertise();
        if (!advertise.parse(packet.bytes(), packet.offset())) {
            packet.drop(DropReason.MALFORMED);
            return NOBODY;
        }
        DropReason refused = keys.verifyAdvertise(packet.origin(), packet.incarnation(), advertise.incarnationTail(),
                packet.bytes(), packet.offset(), packet.outerLength());
        if (refused == DropReason.UNKNOWN_SPI) {
            overhear(index, path, advertise.unicastPort());
            known.strange = !ownEpochs.contains(OuterHeader.spi(packet.bytes(), packet.offset()));
            known.strangeNs = nowNs;
        }
        if (!packet.passes(refused)) {
            return NOBODY;
        }
        if (advertise.isAnswer() && !isForThis(nowNs, index, advertise)) {
            packet.drop(DropReason.STALE);
            return NOBODY;
        }
        boolean wasConnected = isHeard(index, nowNs, 2 * timing.advertiseNs()) && isConnected(index);
        learn(index, path, advertise.unicastPort());
        known.heard = true;
        known.heardNs = nowNs;
        known.strange = false;
        known.level = advertise.level();
        known.takesReceivers = advertise.receiverSlots() > 0;
        known.takesRepairHeads = advertise.repairHeadSlots() > 0;
        known.opened = !wasConnected && isOpen(index, nowNs, 2 * timing.advertiseNs());
        if (order != null && meter != null) {
            sort(nowNs, order, meter);
        }
        return index;
    }

    private boolean isForThis(long nowNs, int index, AdvertiseMessage advertise) {
        return meter != null && advertise.asker() == keys.nodeId()
                && meter.onAnswer(nowNs, index, advertise.token(), Integer.toUnsignedLong(advertise.dally()) * 1000L);
    }

    private void sort(long nowNs, ParentOrder to, ParentMeter measured) {
        for (int i = 0; i < size(); i++) {
            boolean open = isOpen(i, nowNs, 2 * timing.advertiseNs());
            boolean heard = isHeard(i, nowNs, 2 * timing.advertiseNs());
            to.note(i, role, open, heard, candidates.region(i), candidates.at(i).level, measured.rttNs(i));
        }
        to.sort();
    }

    /** It is of an epoch that this node has missed, or made up. */
    private void overhear(int index, Path path, int port) {
        Endpoint known = candidates.overheard(index);
        if (known == null || !path.isAt(known, port)) {
            candidates.overhear(index, path.sourceWithPort(port));
        }
    }

    private void learn(int index, Path path, int port) {
        Endpoint known = candidates.advertised(index);
        if (known == null || !path.isAt(known, port)) {
            candidates.learn(index, path.sourceWithPort(port));
        }
    }
}
