package io.trackmc.sim.fast;

import io.trackmc.proto.event.DropReason;
import io.trackmc.proto.protect.Direction;
import io.trackmc.proto.protect.HopKeys;
import io.trackmc.proto.protect.HopSealer;
import io.trackmc.proto.protect.HopVerifier;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.protect.KeyClass;
import io.trackmc.proto.protect.RegionGrants;
import io.trackmc.proto.protect.StalePairs;
import io.trackmc.sim.fast.FastHop.Run;
import io.trackmc.sim.tree.Place;
import io.trackmc.sim.tree.Place.Role;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Checksum keys of one run of one node, with the rules of the real ones about who may have which. Epochs come and go with the ring of its secrets. */
final class FastHopKeys implements HopKeys {

    private final FastPlan plan;
    private final FastSecrets secrets;
    private final Place place;
    private final Incarnation incarnation;
    private final Run self;
    private final RegionGrants grants;
    private final FastRelations<FastSealer> sealers = new FastRelations<>();
    private final FastRelations<FastVerifier> verifiers = new FastRelations<>();

    /** @param secrets what the node was given */
    FastHopKeys(FastPlan plan, FastSecrets secrets, Place place, Incarnation incarnation) {
        GuestSecrets guest = plan.guestSecrets(place, secrets);
        this.plan = plan;
        this.secrets = guest == null ? secrets : guest;
        this.place = place;
        this.incarnation = incarnation;
        this.self = run(place.id(), incarnation);
        this.grants = guest == null ? RegionGrants.NONE : new FastGrants(plan, guest, place, incarnation);
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
        return secrets.ring().newest().epoch();
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
        return sealerTowardsAnyRun(parent);
    }

    @Override
    public HopSealer bindRequestSealerAhead(int parent) {
        return sealerTowardsAnyRun(parent).ahead();
    }

    private FastSealer sealerTowardsAnyRun(int parent) {
        requireParent(parent);
        return sealers.kept(pairClass(), Direction.UP, parent, true, Incarnation.ZERO,
                () -> new FastSealer(secrets, up(pairClass(), self, run(parent, Incarnation.ZERO))));
    }

    @Override
    public @Nullable DropReason verifyBindReply(
            int parent, long incarnationHigh, long incarnationLow, byte[] datagram, int offset, int outerLength) {
        return canBindTo(parent)
                ? down(pairClass(), new Run(parent, incarnationHigh, incarnationLow), self).verify(secrets, datagram,
                        offset,
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
        Place of = plan.find(child);
        if (of == null || of.role() == Role.SENDER || child == nodeId()) {
            return DropReason.UNKNOWN_ORIGIN;
        }
        if (pairClass(of) != pairClass) {
            return DropReason.WRONG_KEY_CLASS;
        }
        Run run = new Run(child, incarnationHigh, incarnationLow);
        DropReason refused = up(pairClass, run, run(nodeId(), Incarnation.ZERO)).verify(secrets, datagram, offset,
                outerLength);
        boolean overtaken = refused == null && verifiers.isOvertaken(pairClass, Direction.UP, child,
                new Incarnation(incarnationHigh, incarnationLow));
        return overtaken ? DropReason.WRONG_INCARNATION : refused;
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
        return (int) Checksum.key(Checksum.key(Checksum.key(plan.challengeKey(), nodeId()), incarnation.low()), count);
    }

    @Override
    public @Nullable DropReason verifyAdvertise(
            int origin, long incarnationHigh, long incarnationLow, byte[] datagram, int offset, int outerLength) {
        Place of = plan.find(origin);
        return of == null || of.role() == Role.RECEIVER
                ? DropReason.UNKNOWN_ORIGIN
                : data(new Run(origin, incarnationHigh, incarnationLow)).verify(secrets, datagram, offset, outerLength);
    }

    @Override
    public @Nullable DropReason verifyQuery(
            int origin, long incarnationHigh, long incarnationLow, byte[] datagram, int offset, int outerLength) {
        Place of = plan.find(origin);
        return of == null || of.role() == Role.SENDER || origin == nodeId()
                ? DropReason.UNKNOWN_ORIGIN
                : data(new Run(origin, incarnationHigh, incarnationLow)).verify(secrets, datagram, offset, outerLength);
    }

    @Override
    public @Nullable StalePairs stalePairs() {
        return plan.changes() ? new FastStalePairs(secrets, self, id -> regionOf(run(id, Incarnation.ZERO))) : null;
    }

    @Override
    public RegionGrants regionGrants() {
        return grants;
    }

    private HopSealer sealer(FastHop hop, int peer, Incarnation peerIncarnation) {
        return sealers.kept(hop.keyClass(), hop.direction(), peer, false, peerIncarnation,
                () -> new FastSealer(secrets, hop));
    }

    private HopVerifier verifier(FastHop hop, int peer, Incarnation peerIncarnation) {
        return verifiers.kept(hop.keyClass(), hop.direction(), peer, false, peerIncarnation,
                () -> new FastVerifier(secrets, hop));
    }

    private FastHop data(Run from) {
        return FastHop.of(KeyClass.DATA, Direction.MULTICAST, 0, from, Run.NOBODY);
    }

    private FastHop region(Run parent) {
        KeyClass keyClass = plan.hasLeaves(parent.node()) ? KeyClass.REGION : KeyClass.INTERIOR_REGION;
        return FastHop.of(keyClass, Direction.MULTICAST, regionOf(parent), parent, Run.NOBODY);
    }

    private FastHop up(KeyClass pairClass, Run child, Run parent) {
        return FastHop.of(pairClass, Direction.UP, regionOf(parent), child, parent);
    }

    private FastHop down(KeyClass pairClass, Run parent, Run child) {
        return FastHop.of(pairClass, Direction.DOWN, regionOf(parent), parent, child);
    }

    private int regionOf(Run parent) {
        return Objects.requireNonNull(plan.find(parent.node())).region();
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
