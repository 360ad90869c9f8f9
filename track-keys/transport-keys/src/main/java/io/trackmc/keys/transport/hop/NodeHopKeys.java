package io.trackmc.keys.transport.hop;

import io.trackmc.keys.transport.bundle.NodeRole;
import io.trackmc.keys.transport.bundle.OwnRegion;
import io.trackmc.keys.transport.bundle.ParentSecrets;
import io.trackmc.keys.transport.bundle.TransportBundle;
import io.trackmc.keys.transport.key.BindKey;
import io.trackmc.keys.transport.key.Hkdf;
import io.trackmc.keys.transport.key.InteriorSecret;
import io.trackmc.keys.transport.key.RenewedRegion;
import io.trackmc.keys.transport.msa.KeyRing;
import io.trackmc.keys.transport.msa.TransportEpoch;
import io.trackmc.proto.event.DropReason;
import io.trackmc.proto.protect.Direction;
import io.trackmc.proto.protect.HopKeys;
import io.trackmc.proto.protect.HopSealer;
import io.trackmc.proto.protect.HopVerifier;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.protect.KeyClass;
import io.trackmc.proto.protect.StalePairs;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The transport keys of one run of one node, made from its bundle (security rules, "Which key").
 *
 * <p>Asking twice for the same hop of the same two runs gives the same sealer or verifier, whose counters and replay window go
 * on. In steady state nothing is allocated: not by sealing, not by verifying, and not by refusing what is forged. The bundle
 * stays the caller's and must not be destroyed before this is used for the last time; but what rekeys replace of it is erased when the
 * last epoch that used it is retired. Not thread-safe.
 */
public final class NodeHopKeys implements HopKeys, StalePairs {

    private static final byte[] CHALLENGE_LABEL = "TK1 challenge".getBytes(StandardCharsets.US_ASCII);

    private final TransportBundle bundle;
    private final Incarnation incarnation;
    private final HopContext context;
    private final Hops hops;
    private final StatelessVerifier stateless;
    private final StalePairHops stale;
    private final BindKey staleBindKey = new BindKey();
    private long staleRequests;
    private final HopCache<MacHopSealer> sealers = new HopCache<>();
    private final HopCache<MacHopSealer> bindRequestSealers = new HopCache<>();
    private final HopCache<MacHopVerifier> verifiers = new HopCache<>();

    /**
     * Derives nothing yet.
     *
     * @param incarnation of this run; never used by an earlier one
     */
    public NodeHopKeys(TransportBundle bundle, Incarnation incarnation) {
        this(bundle, incarnation,
                new HopContext(new KeyRing<>(bundle.epochs(), bundle.activeEpoch()), secretsOf(bundle),
                        bundle.roster()));
    }

    private NodeHopKeys(TransportBundle bundle, Incarnation incarnation, HopContext context) {
        this.bundle = bundle;
        this.incarnation = incarnation;
        this.context = context;
        hops = new Hops(context, bundle.gid());
        stateless = new StatelessVerifier(context, bundle.gid());
        stale = new StalePairHops(context, bundle.gid());
        context.ring.onRetired(this::forgetRetired);
    }

    /**
     * Keys of the next run of the same node, with all that rekeys have brought by then. What this run derived is erased: its sealers and
     * verifiers fail from now on; rekeys may go on to be installed here or there.
     *
     * @param next of that run; never used by an earlier one
     */
    public NodeHopKeys nextRun(Incarnation next) {
        eraseRun();
        return new NodeHopKeys(bundle, next, context);
    }

    /** Installed transport epochs; sealers and verifiers follow its changes from the next packet on. */
    public KeyRing<TransportEpoch> keyRing() {
        return context.ring;
    }

    /**
     * Erases every derived key and what rekeys brought, of all runs from one bundle; sealers and verifiers fail from now on. What is left of
     * the bundle is left alone.
     */
    public void destroy() {
        eraseRun();
        context.roots.destroy();
        context.secrets.destroy();
        context.ring.destroyAllBut(bundle.epochs());
    }

    /** Whether it was given the secret of that region, as its head, child or possible child. */
    public boolean holdsRegion(int region) {
        return context.secrets.holds(region);
    }

    /**
     * Installs the next epoch, and the secrets that are good from that epoch on; packets of epochs before are sealed and verified with those of
     * then.
     *
     * @param interior null when it stays
     * @param regions those that change; others than the node holds are left out
     * @throws IllegalArgumentException when the epoch is not newer than all installed ones, or its SPI is taken
     */
    public void install(TransportEpoch epoch, @Nullable InteriorSecret interior, List<RenewedRegion> regions) {
        context.ring.install(epoch);
        context.secrets.renew(epoch.epoch(), interior, regions);
    }

    /**
     * Goes on with a bundle that was given later, while packets of epochs that are installed are sealed and verified as before. What is not used of it is
     * erased, but for its place in the key trees.
     *
     * @return the oldest epoch that is new; 0 none
     * @throws IllegalArgumentException when it is not of this node, or an SPI of it is taken; then nothing was changed
     */
    public long renew(TransportBundle given) {
        if (given.gid() != bundle.gid() || !given.self().equals(bundle.self())) {
            throw new IllegalArgumentException("transport keys of " + given.self() + " in group " + given.groupName());
        }
        boolean leads = given.self().id() == given.sourceId();
        long oldest = leads ? context.ring.renew(given.epochs()) : context.ring.follow(given.epochs());
        context.roster = given.roster();
        context.secrets.renew(oldest, given);
        given.parents().forEach(parent -> parent.bindKey().destroy());
        if (given.ownRegion() != null) {
            given.ownRegion().bindMaster().destroy();
        }
        return oldest;
    }

    @Override
    public int nodeId() {
        return bundle.self().id();
    }

    @Override
    public Incarnation incarnation() {
        return incarnation;
    }

    @Override
    public long transportEpoch() {
        return context.ring.newest().epoch();
    }

    @Override
    public void digest(byte[] bytes, int offset, int length, byte[] digest, int digestOffset) {
        context.digests.digest(bytes, offset, length, digest, digestOffset);
    }

    @Override
    public HopSealer dataSealer() {
        return sealer(sealers, hops.data(nodeId(), incarnation), nodeId(), incarnation);
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException when it is not the source of this group
     */
    @Override
    public HopVerifier dataVerifier(int source, Incarnation sourceIncarnation) {
        if (source != bundle.sourceId()) {
            throw new IllegalArgumentException("node " + Integer.toUnsignedString(source) + " is not the source");
        }
        return verifier(hops.data(source, sourceIncarnation), source, sourceIncarnation);
    }

    @Override
    public HopSealer regionSealer() {
        OwnRegion own = ownRegion();
        Hop hop = hops.region(own.keyClass(), own.id(), nodeId(), incarnation);
        return sealer(sealers, hop, nodeId(), incarnation);
    }

    @Override
    public HopVerifier regionVerifier(int parent, Incarnation parentIncarnation) {
        ParentSecrets given = parent(parent);
        Hop hop = hops.region(given.keyClass(), given.region(), parent, parentIncarnation);
        return verifier(hop, parent, parentIncarnation);
    }

    @Override
    public boolean canBindTo(int parent) {
        return parentOrNull(parent) != null;
    }

    @Override
    public KeyClass pairClass() {
        return bundle.self().role().pairClass();
    }

    @Override
    public HopSealer bindRequestSealer(int parent) {
        return sealer(bindRequestSealers, hops.up(asChild(parent, Incarnation.ZERO)), parent, Incarnation.ZERO);
    }

    @Override
    public @Nullable DropReason verifyBindReply(
            int parent, long incarnationHigh, long incarnationLow, byte[] datagram, int offset, int outerLength) {
        ParentSecrets given = parentOrNull(parent);
        if (given == null) {
            return DropReason.UNKNOWN_ORIGIN;
        }
        return stateless.verifyReply(given.bindKey(), given.region(), pairClass(), parent, incarnationHigh,
                incarnationLow, nodeId(), incarnation, datagram, offset, outerLength);
    }

    @Override
    public HopSealer upSealer(int parent, Incarnation parentIncarnation) {
        return sealer(sealers, hops.up(asChild(parent, parentIncarnation)), parent, parentIncarnation);
    }

    @Override
    public HopVerifier downVerifier(int parent, Incarnation parentIncarnation) {
        return verifier(hops.down(asChild(parent, parentIncarnation)), parent, parentIncarnation);
    }

    /**
     * {@inheritDoc}
     *
     * <p>The class must be the one that the child's role in the roster calls for. Who is not in the roster may have been added to the group since, as a
     * receiver: nobody but the transport controller makes the BK that it must have. A run older than one that was a child before is
     * refused even if its request is authentic: it can only be a replay, and the packets that went with it could be replayed too.
     */
    @Override
    public @Nullable DropReason verifyBindRequest(
            int child, KeyClass pairClass, long incarnationHigh, long incarnationLow, byte[] datagram, int offset,
            int outerLength) {
        if (!mayBeChild(child)) {
            return DropReason.UNKNOWN_ORIGIN;
        }
        if (childRole(child).pairClass() != pairClass) {
            return DropReason.WRONG_KEY_CLASS;
        }
        OwnRegion own = ownRegion();
        DropReason refused = stateless.verifyRequest(own.bindMaster(), own.id(), nodeId(), pairClass, child,
                incarnationHigh, incarnationLow, datagram, offset, outerLength);
        return refused == null && isOvertaken(child, pairClass, new Incarnation(incarnationHigh, incarnationLow))
                ? DropReason.WRONG_INCARNATION
                : refused;
    }

    @Override
    public HopSealer downSealer(int child, KeyClass pairClass, Incarnation childIncarnation) {
        return sealer(sealers, hops.down(asParent(child, pairClass, childIncarnation)), child, childIncarnation);
    }

    @Override
    public HopVerifier upVerifier(int child, KeyClass pairClass, Incarnation childIncarnation) {
        return verifier(hops.up(asParent(child, pairClass, childIncarnation)), child, childIncarnation);
    }

    /** {@inheritDoc} Derived from the BindMaster, so that no child has what it takes. */
    @Override
    public int challenge(long count) {
        ByteBuffer info = ByteBuffer.allocate(CHALLENGE_LABEL.length + 3 * Long.BYTES).put(CHALLENGE_LABEL)
                .putLong(incarnation.high()).putLong(incarnation.low()).putLong(count);
        byte[] number = new byte[Integer.BYTES];
        new Hkdf().expand(ownRegion().bindMaster(), info.array(), info.capacity(), number);
        return ByteBuffer.wrap(number).getInt();
    }

    @Override
    public @Nullable DropReason verifyAdvertise(
            int origin, long incarnationHigh, long incarnationLow, byte[] datagram, int offset, int outerLength) {
        NodeRole role = context.roster.roleOf(origin);
        if (role == null || !role.isParent()) {
            return DropReason.UNKNOWN_ORIGIN;
        }
        return stateless.verifyHint(origin, incarnationHigh, incarnationLow, datagram, offset, outerLength);
    }

    @Override
    public @Nullable DropReason verifyQuery(
            int origin, long incarnationHigh, long incarnationLow, byte[] datagram, int offset, int outerLength) {
        if (!mayBeChild(origin)) {
            return DropReason.UNKNOWN_ORIGIN;
        }
        return stateless.verifyHint(origin, incarnationHigh, incarnationLow, datagram, offset, outerLength);
    }

    private static EpochSecrets secretsOf(TransportBundle bundle) {
        EpochSecrets secrets = new EpochSecrets();
        if (bundle.interiorSecret() != null) {
            secrets.add(bundle.interiorSecret());
        }
        if (bundle.ownRegion() != null) {
            secrets.add(bundle.ownRegion().id(), bundle.ownRegion().secret());
        }
        bundle.parents().forEach(parent -> secrets.add(parent.region(), parent.regionSecret()));
        return secrets;
    }

    @Override
    public StalePairs stalePairs() {
        return this;
    }

    @Override
    public int sealRequest(int parent, byte[] datagram, int offset, int outerLength) {
        ParentSecrets given = parent(parent);
        return stale.seal(new StalePairHops.Pair(Direction.UP, given.region(), parent, nodeId()), given.bindKey(),
                nodeId(), incarnation, ++staleRequests, datagram, offset, outerLength, 0, PacketDigests.EMPTY_DIGEST,
                0);
    }

    @Override
    public @Nullable DropReason verifyRequest(int child, byte[] datagram, int offset, int outerLength) {
        OwnRegion own = bundle.ownRegion();
        if (own == null || !mayBeChild(child)) {
            return DropReason.UNKNOWN_ORIGIN;
        }
        context.schedule.bindKey(own.bindMaster(), nodeId(), child, staleBindKey);
        DropReason refused = stale.verify(new StalePairHops.Pair(Direction.UP, own.id(), nodeId(), child),
                staleBindKey, child, datagram, offset, outerLength, 0);
        staleBindKey.destroy();
        return refused;
    }

    @Override
    public int sealRekey(int child, long counter, byte[] datagram, int offset, int outerLength, int innerLength,
            byte[] digest,
            int digestOffset) {
        OwnRegion own = ownRegion();
        context.schedule.bindKey(own.bindMaster(), nodeId(), child, staleBindKey);
        int length = stale.seal(new StalePairHops.Pair(Direction.DOWN, own.id(), nodeId(), child), staleBindKey,
                nodeId(), incarnation, counter, datagram, offset, outerLength, innerLength, digest, digestOffset);
        staleBindKey.destroy();
        return length;
    }

    @Override
    public @Nullable DropReason verifyRekey(int parent, byte[] datagram, int offset, int outerLength,
            int innerLength) {
        ParentSecrets given = parentOrNull(parent);
        if (given == null) {
            return DropReason.UNKNOWN_ORIGIN;
        }
        return stale.verify(new StalePairHops.Pair(Direction.DOWN, given.region(), parent, nodeId()),
                given.bindKey(), parent, datagram, offset, outerLength, innerLength);
    }

    private void eraseRun() {
        sealers.clear(MacHopSealer::destroy);
        bindRequestSealers.clear(MacHopSealer::destroy);
        verifiers.clear(MacHopVerifier::destroy);
    }

    /** An epoch is gone, and with it every key of its hops and every secret that only it used. */
    private void forgetRetired() {
        context.secrets.forgetBefore(context.ring.oldestEpoch());
        sealers.forEach(MacHopSealer::forgetRetired);
        bindRequestSealers.forEach(MacHopSealer::forgetRetired);
        verifiers.forEach(MacHopVerifier::forgetRetired);
    }

    private boolean isOvertaken(int child, KeyClass pairClass, Incarnation childIncarnation) {
        Hop hop = hops.up(asParent(child, pairClass, childIncarnation));
        return verifiers.knowsLater(HopId.of(hop, child), childIncarnation);
    }

    private HopSealer sealer(HopCache<MacHopSealer> cache, Hop hop, int peer, Incarnation peerIncarnation) {
        return cache.get(HopId.of(hop, peer), peerIncarnation, () -> new MacHopSealer(context, hop));
    }

    private HopVerifier verifier(Hop hop, int peer, Incarnation peerIncarnation) {
        return verifiers.get(HopId.of(hop, peer), peerIncarnation, () -> new MacHopVerifier(context, hop));
    }

    private Hops.Pair asChild(int parent, Incarnation parentIncarnation) {
        ParentSecrets given = parent(parent);
        return new Hops.Pair(pairClass(), given.region(),
                epoch -> context.roots.pair(pairClass(), epoch, given.bindKey()), parent, parentIncarnation, nodeId(),
                incarnation);
    }

    private Hops.Pair asParent(int child, KeyClass pairClass, Incarnation childIncarnation) {
        OwnRegion own = ownRegion();
        if (childRole(child).pairClass() != pairClass) {
            throw new IllegalArgumentException(
                    "node " + Integer.toUnsignedString(child) + " is no child of class " + pairClass);
        }
        return new Hops.Pair(pairClass, own.id(),
                epoch -> context.roots.pair(pairClass, epoch, own.bindMaster(), nodeId(), child), nodeId(), incarnation,
                child, childIncarnation);
    }

    private boolean mayBeChild(int id) {
        return id != 0 && id != nodeId() && childRole(id) != NodeRole.SENDER;
    }

    /** What a node can be to its parent; one that was added since the roster was made is a receiver. */
    private NodeRole childRole(int id) {
        NodeRole role = context.roster.roleOf(id);
        return role == null ? NodeRole.RECEIVER : role;
    }

    private OwnRegion ownRegion() {
        OwnRegion own = bundle.ownRegion();
        if (own == null) {
            throw new IllegalStateException("a receiver has no region and no children");
        }
        return own;
    }

    private ParentSecrets parent(int id) {
        ParentSecrets given = parentOrNull(id);
        if (given == null) {
            throw new IllegalArgumentException("no keys for parent " + Integer.toUnsignedString(id));
        }
        return given;
    }

    private @Nullable ParentSecrets parentOrNull(int id) {
        for (int i = 0; i < bundle.parents().size(); i++) {
            if (bundle.parents().get(i).id() == id) {
                return bundle.parents().get(i);
            }
        }
        return null;
    }
}
