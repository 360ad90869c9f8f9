package io.trackmc.proto.testing;

import io.trackmc.proto.event.DropReason;
import io.trackmc.proto.protect.Direction;
import io.trackmc.proto.protect.HopKeys;
import io.trackmc.proto.protect.HopSealer;
import io.trackmc.proto.protect.HopVerifier;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.protect.KeyClass;
import io.trackmc.proto.protect.RegionGrants;
import io.trackmc.proto.testing.FakeGroup.Member;
import io.trackmc.proto.testing.FakeGroup.Role;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keys of one run of one member, as strict as the real ones: each hop has the key that wire format §4.2 gives it, so a packet of
 * another class, direction, run, region or destination does not verify. The hash is not secure.
 *
 * <p>As with the real keys, asking twice for a hop gives the same counters and the same replay window.
 */
public final class FakeHopKeys implements HopKeys {

    private static final int NOBODY = 0;

    private final FakeGroup group;
    private final Member self;
    private final Incarnation incarnation;
    private final Map<String, FakeHop> sealers = new HashMap<>();
    private final Map<String, FakeHop> verifiers = new HashMap<>();
    private final Map<Integer, Incarnation> newestRun = new HashMap<>();
    private final long lastCounter;
    private long transportEpoch = FakeGroup.EPOCH;
    private RegionGrants grants = RegionGrants.NONE;

    public FakeHopKeys(FakeGroup group, int id, Incarnation incarnation) {
        this(group, id, incarnation, 0);
    }

    /**
     * Keys whose sealers begin above a counter, for tests that write packets in the name of a node which has sent some already.
     *
     * @param lastCounter last counter that was used
     */
    public FakeHopKeys(FakeGroup group, int id, Incarnation incarnation, long lastCounter) {
        this.group = group;
        this.self = group.member(id);
        this.incarnation = incarnation;
        this.lastCounter = lastCounter;
    }

    @Override
    public int nodeId() {
        return self.id();
    }

    @Override
    public Incarnation incarnation() {
        return incarnation;
    }

    @Override
    public long transportEpoch() {
        return transportEpoch;
    }

    @Override
    public RegionGrants regionGrants() {
        return grants;
    }

    /** From now on a later epoch is said to be installed, though all keys are still those of the only one. */
    public void installed(long epoch) {
        transportEpoch = epoch;
    }

    /** This node is of another tenant than its parents. */
    public FakeHopKeys isGiven(RegionGrants given) {
        grants = given;
        return this;
    }

    @Override
    public void digest(byte[] bytes, int offset, int length, byte[] digest, int digestOffset) {
        FakeHop.digest(bytes, offset, length, digest, digestOffset);
    }

    @Override
    public HopSealer dataSealer() {
        return kept(sealers, "data", () -> data(nodeId(), incarnation));
    }

    @Override
    public HopVerifier dataVerifier(int source, Incarnation sourceIncarnation) {
        if (source != group.source()) {
            throw new IllegalArgumentException("node " + source + " is not the source");
        }
        return kept(verifiers, "data " + sourceIncarnation, () -> data(source, sourceIncarnation));
    }

    @Override
    public HopSealer regionSealer() {
        if (self.role() == Role.RECEIVER) {
            throw new IllegalStateException("a receiver has no region");
        }
        return kept(sealers, "region", () -> region(nodeId(), incarnation));
    }

    @Override
    public HopVerifier regionVerifier(int parent, Incarnation parentIncarnation) {
        requireParent(parent);
        return kept(verifiers, "region " + parent + parentIncarnation, () -> region(parent, parentIncarnation));
    }

    @Override
    public boolean canBindTo(int parent) {
        return self.parents().contains(parent);
    }

    @Override
    public KeyClass pairClass() {
        return self.role().pairClass();
    }

    @Override
    public HopSealer bindRequestSealer(int parent) {
        requireParent(parent);
        return kept(sealers, "bind " + parent, () -> up(parent, Incarnation.ZERO, nodeId(), incarnation));
    }

    @Override
    public @Nullable DropReason verifyBindReply(
            int parent, long incarnationHigh, long incarnationLow, byte[] datagram, int offset, int outerLength) {
        return canBindTo(parent)
                ? down(parent, new Incarnation(incarnationHigh, incarnationLow), nodeId(), incarnation)
                        .verifyOnce(datagram, offset, outerLength)
                : DropReason.UNKNOWN_ORIGIN;
    }

    @Override
    public HopSealer upSealer(int parent, Incarnation parentIncarnation) {
        requireParent(parent);
        return kept(sealers, "up " + parent + parentIncarnation,
                () -> up(parent, parentIncarnation, nodeId(), incarnation));
    }

    @Override
    public HopVerifier downVerifier(int parent, Incarnation parentIncarnation) {
        requireParent(parent);
        return kept(verifiers, "down " + parent + parentIncarnation,
                () -> down(parent, parentIncarnation, nodeId(), incarnation));
    }

    @Override
    public @Nullable DropReason verifyBindRequest(
            int child, KeyClass pairClass, long incarnationHigh, long incarnationLow, byte[] datagram, int offset,
            int outerLength) {
        Incarnation childIncarnation = new Incarnation(incarnationHigh, incarnationLow);
        Member member = group.memberOrNull(child);
        if (member == null || member.role() == Role.SENDER || child == nodeId()) {
            return DropReason.UNKNOWN_ORIGIN;
        }
        if (member.role().pairClass() != pairClass) {
            return DropReason.WRONG_KEY_CLASS;
        }
        DropReason refused = up(nodeId(), Incarnation.ZERO, child, childIncarnation)
                .verifyOnce(datagram, offset, outerLength);
        Incarnation newest = newestRun.getOrDefault(child, Incarnation.ZERO);
        return refused == null && newest.isLaterThan(childIncarnation) ? DropReason.WRONG_INCARNATION : refused;
    }

    @Override
    public HopSealer downSealer(int child, KeyClass pairClass, Incarnation childIncarnation) {
        return kept(sealers, "down " + child + childIncarnation,
                () -> down(nodeId(), incarnation, child, childIncarnation));
    }

    @Override
    public HopVerifier upVerifier(int child, KeyClass pairClass, Incarnation childIncarnation) {
        newestRun.merge(child, childIncarnation, (a, b) -> b.isLaterThan(a) ? b : a);
        return kept(verifiers, "up " + child + childIncarnation,
                () -> up(nodeId(), incarnation, child, childIncarnation));
    }

    @Override
    public int challenge(long count) {
        return (int) Mixer.mix(Mixer.mix(incarnation.low(), nodeId()), count);
    }

    @Override
    public @Nullable DropReason verifyAdvertise(
            int origin, long incarnationHigh, long incarnationLow, byte[] datagram, int offset, int outerLength) {
        Member member = group.memberOrNull(origin);
        if (member == null || member.role() == Role.RECEIVER) {
            return DropReason.UNKNOWN_ORIGIN;
        }
        return data(origin, new Incarnation(incarnationHigh, incarnationLow)).verifyOnce(datagram, offset, outerLength);
    }

    @Override
    public @Nullable DropReason verifyQuery(
            int origin, long incarnationHigh, long incarnationLow, byte[] datagram, int offset, int outerLength) {
        Member member = group.memberOrNull(origin);
        if (member == null || member.role() == Role.SENDER || origin == nodeId()) {
            return DropReason.UNKNOWN_ORIGIN;
        }
        return data(origin, new Incarnation(incarnationHigh, incarnationLow)).verifyOnce(datagram, offset, outerLength);
    }

    private static FakeHop kept(Map<String, FakeHop> cache, String hop, Supplier<FakeHop> make) {
        return cache.computeIfAbsent(hop, ignored -> make.get());
    }

    private void requireParent(int parent) {
        if (!canBindTo(parent)) {
            throw new IllegalArgumentException("no keys for parent " + parent);
        }
    }

    private FakeHop data(int origin, Incarnation run) {
        long root = group.root(KeyClass.DATA, NOBODY, NOBODY);
        return new FakeHop(root, KeyClass.DATA, Direction.MULTICAST, 0, origin, run, NOBODY, Incarnation.ZERO, 0,
                lastCounter);
    }

    private FakeHop region(int parent, Incarnation run) {
        KeyClass keyClass = group.regionClass(parent);
        int region = group.member(parent).region();
        long root = group.root(keyClass, parent, NOBODY);
        return new FakeHop(
                root, keyClass, Direction.MULTICAST, region, parent, run, NOBODY, Incarnation.ZERO, region,
                lastCounter);
    }

    private FakeHop up(int parent, Incarnation parentRun, int child, Incarnation childRun) {
        KeyClass keyClass = group.member(child).role().pairClass();
        return new FakeHop(
                group.root(keyClass, parent, child), keyClass, Direction.UP, group.member(parent).region(), child,
                childRun, parent, parentRun, (long) parent << 32 | child, lastCounter);
    }

    private FakeHop down(int parent, Incarnation parentRun, int child, Incarnation childRun) {
        KeyClass keyClass = group.member(child).role().pairClass();
        return new FakeHop(
                group.root(keyClass, parent, child), keyClass, Direction.DOWN, group.member(parent).region(), parent,
                parentRun, child, childRun, (long) parent << 32 | child, lastCounter);
    }
}
