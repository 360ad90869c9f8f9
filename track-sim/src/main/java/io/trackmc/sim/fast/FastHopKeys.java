package io.trackmc.sim.fast;

import io.trackmc.proto.event.DropReason;
import io.trackmc.proto.protect.Direction;
import io.trackmc.proto.protect.HopKeys;
import io.trackmc.proto.protect.HopSealer;
import io.trackmc.proto.protect.HopVerifier;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.protect.KeyClass;
import io.trackmc.sim.fast.FastHop.Run;
import io.trackmc.sim.tree.Place;
import io.trackmc.sim.tree.Place.Role;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Checksum keys of one run of one node, with the rules of the real ones about who may have which. */
final class FastHopKeys implements HopKeys {

    private final FastKeys group;
    private final Place place;
    private final Incarnation incarnation;
    private final Run self;
    private final Map<PeerHop, Kept<HopSealer>> sealers = new HashMap<>(8);
    private final Map<PeerHop, Kept<HopVerifier>> verifiers = new HashMap<>(8);

    /** A hop without the runs of its ends. */
    private record PeerHop(KeyClass keyClass, Direction direction, int peer, boolean towardsAnyRun) {}

    private record Kept<T>(Incarnation peer, T value) {}

    FastHopKeys(FastKeys group, Place place, Incarnation incarnation) {
        this.group = group;
        this.place = place;
        this.incarnation = incarnation;
        this.self = run(place.id(), incarnation);
    }

    @Override
    public int nodeId() {
        return place.id();
    }

    @Override
    public Incarnation incarnation() {
        return incarnation;
    }

    @Override
    public long transportEpoch() {
        return FastKeys.EPOCH;
    }

    @Override
    public void digest(byte[] bytes, int offset, int length, byte[] digest, int digestOffset) {
        Checksum.digest(bytes, offset, length, digest, digestOffset);
    }

    @Override
    public HopSealer dataSealer() {
        return sealer(data(self), nodeId(), incarnation);
    }

    @Override
    public HopVerifier dataVerifier(int source, Incarnation sourceIncarnation) {
        return verifier(data(run(source, sourceIncarnation)), source, sourceIncarnation);
    }

    @Override
    public HopSealer regionSealer() {
        return sealer(region(self), nodeId(), incarnation);
    }

    @Override
    public HopVerifier regionVerifier(int parent, Incarnation parentIncarnation) {
        requireParent(parent);
        return verifier(region(run(parent, parentIncarnation)), parent, parentIncarnation);
    }

    @Override
    public boolean canBindTo(int parent) {
        return place.parents().contains(parent);
    }

    @Override
    public KeyClass pairClass() {
        return pairClass(place);
    }

    @Override
    public HopSealer bindRequestSealer(int parent) {
        requireParent(parent);
        return kept(sealers, new PeerHop(pairClass(), Direction.UP, parent, true), Incarnation.ZERO,
                () -> new FastSealer(up(pairClass(), self, run(parent, Incarnation.ZERO))));
    }

    @Override
    public @Nullable DropReason verifyBindReply(
            int parent, long incarnationHigh, long incarnationLow, byte[] datagram, int offset, int outerLength) {
        return canBindTo(parent)
                ? down(pairClass(), new Run(parent, incarnationHigh, incarnationLow), self).verify(datagram, offset,
                        outerLength)
                : DropReason.UNKNOWN_ORIGIN;
    }

    @Override
    public HopSealer upSealer(int parent, Incarnation parentIncarnation) {
        requireParent(parent);
        return sealer(up(pairClass(), self, run(parent, parentIncarnation)), parent, parentIncarnation);
    }

    @Override
    public HopVerifier downVerifier(int parent, Incarnation parentIncarnation) {
        requireParent(parent);
        return verifier(down(pairClass(), run(parent, parentIncarnation), self), parent, parentIncarnation);
    }

    @Override
    public @Nullable DropReason verifyBindRequest(int child, KeyClass pairClass, long incarnationHigh,
            long incarnationLow, byte[] datagram, int offset, int outerLength) {
        Place of = group.find(child);
        if (of == null || of.role() == Role.SENDER || child == nodeId()) {
            return DropReason.UNKNOWN_ORIGIN;
        }
        if (pairClass(of) != pairClass) {
            return DropReason.WRONG_KEY_CLASS;
        }
        Run run = new Run(child, incarnationHigh, incarnationLow);
        DropReason refused = up(pairClass, run, run(nodeId(), Incarnation.ZERO)).verify(datagram, offset, outerLength);
        Kept<HopVerifier> known = verifiers.get(new PeerHop(pairClass, Direction.UP, child, false));
        boolean overtaken = known != null && known.peer.isLaterThan(new Incarnation(incarnationHigh, incarnationLow));
        return refused == null && overtaken ? DropReason.WRONG_INCARNATION : refused;
    }

    @Override
    public HopSealer downSealer(int child, KeyClass pairClass, Incarnation childIncarnation) {
        return sealer(down(pairClass, self, run(child, childIncarnation)), child, childIncarnation);
    }

    @Override
    public HopVerifier upVerifier(int child, KeyClass pairClass, Incarnation childIncarnation) {
        return verifier(up(pairClass, run(child, childIncarnation), self), child, childIncarnation);
    }

    @Override
    public int challenge(long count) {
        return (int) Checksum.key(Checksum.key(Checksum.key(group.secret(), nodeId()), incarnation.low()), count);
    }

    @Override
    public @Nullable DropReason verifyAdvertise(
            int origin, long incarnationHigh, long incarnationLow, byte[] datagram, int offset, int outerLength) {
        Place of = group.find(origin);
        return of == null || of.role() == Role.RECEIVER
                ? DropReason.UNKNOWN_ORIGIN
                : data(new Run(origin, incarnationHigh, incarnationLow)).verify(datagram, offset, outerLength);
    }

    @Override
    public @Nullable DropReason verifyQuery(
            int origin, long incarnationHigh, long incarnationLow, byte[] datagram, int offset, int outerLength) {
        Place of = group.find(origin);
        return of == null || of.role() == Role.SENDER || origin == nodeId()
                ? DropReason.UNKNOWN_ORIGIN
                : data(new Run(origin, incarnationHigh, incarnationLow)).verify(datagram, offset, outerLength);
    }

    private HopSealer sealer(FastHop hop, int peer, Incarnation peerIncarnation) {
        return kept(sealers, new PeerHop(hop.keyClass(), hop.direction(), peer, false), peerIncarnation,
                () -> new FastSealer(hop));
    }

    private HopVerifier verifier(FastHop hop, int peer, Incarnation peerIncarnation) {
        return kept(verifiers, new PeerHop(hop.keyClass(), hop.direction(), peer, false), peerIncarnation,
                () -> new FastVerifier(hop));
    }

    /** The one for this run of the peer, whose counters go on; that of an older run than one seen is not kept. */
    private static <T> T kept(Map<PeerHop, Kept<T>> all, PeerHop hop, Incarnation peer, Supplier<T> make) {
        Kept<T> found = all.get(hop);
        if (found != null && found.peer.equals(peer)) {
            return found.value;
        }
        T made = make.get();
        if (found == null || peer.isLaterThan(found.peer)) {
            all.put(hop, new Kept<>(peer, made));
        }
        return made;
    }

    private FastHop data(Run from) {
        return FastHop.of(group.secret(), KeyClass.DATA, Direction.MULTICAST, 0, from, Run.NOBODY);
    }

    private FastHop region(Run parent) {
        KeyClass keyClass = group.hasLeaves(parent.node()) ? KeyClass.REGION : KeyClass.INTERIOR_REGION;
        return FastHop.of(group.secret(), keyClass, Direction.MULTICAST, regionOf(parent), parent, Run.NOBODY);
    }

    private FastHop up(KeyClass pairClass, Run child, Run parent) {
        return FastHop.of(group.secret(), pairClass, Direction.UP, regionOf(parent), child, parent);
    }

    private FastHop down(KeyClass pairClass, Run parent, Run child) {
        return FastHop.of(group.secret(), pairClass, Direction.DOWN, regionOf(parent), parent, child);
    }

    private int regionOf(Run parent) {
        return Objects.requireNonNull(group.find(parent.node())).region();
    }

    private void requireParent(int parent) {
        if (!canBindTo(parent)) {
            throw new IllegalArgumentException("no keys for parent " + parent);
        }
    }

    private static KeyClass pairClass(Place place) {
        return place.role() == Role.RECEIVER ? KeyClass.LEAF_PAIR : KeyClass.INTERIOR_PAIR;
    }

    private static Run run(int node, Incarnation incarnation) {
        return new Run(node, incarnation.high(), incarnation.low());
    }
}
