package io.trackmc.keys.transport.hop;

import io.trackmc.keys.transport.bundle.NodeRole;
import io.trackmc.keys.transport.bundle.OwnRegion;
import io.trackmc.keys.transport.bundle.ParentSecrets;
import io.trackmc.keys.transport.bundle.TransportBundle;
import io.trackmc.keys.transport.key.InteriorSecret;
import io.trackmc.keys.transport.key.RenewedRegion;
import io.trackmc.keys.transport.msa.KeyRing;
import io.trackmc.keys.transport.msa.TransportEpoch;
import io.trackmc.proto.event.DropReason;
import io.trackmc.proto.protect.HopKeys;
import io.trackmc.proto.protect.HopSealer;
import io.trackmc.proto.protect.HopVerifier;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.protect.KeyClass;
import io.trackmc.proto.protect.RegionGrants;
import io.trackmc.proto.protect.StalePairs;
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
public final class NodeHopKeys implements HopKeys {

    private final TransportBundle bundle;
    private final Incarnation incarnation;
    private final HopContext context;
    private final Hops hops;
    private final StatelessVerifier stateless;
    private final HopStock stock;
    private final int mostUnlisted;
    private final ParentKeys parents;
    private final ChildKeys children;
    private final StalePairs stale;
    private final RegionGrants grants;

    /**
     * Derives nothing yet.
     *
     * @param incarnation of this run; never used by an earlier one
     */
    public NodeHopKeys(TransportBundle bundle, Incarnation incarnation) {
        this(bundle, incarnation, HopStock.MOST_UNLISTED);
    }

    /** The same with another number of children that may be in no roster. */
    NodeHopKeys(TransportBundle bundle, Incarnation incarnation, int mostUnlisted) {
        this(bundle, incarnation, new HopContext(bundle, secretsOf(bundle)), mostUnlisted);
    }

    private NodeHopKeys(TransportBundle bundle, Incarnation incarnation, HopContext context, int mostUnlisted) {
        this.bundle = bundle;
        this.incarnation = incarnation;
        this.context = context;
        this.mostUnlisted = mostUnlisted;
        hops = new Hops(context, bundle.gid());
        stateless = new StatelessVerifier(context, bundle.gid());
        stock = new HopStock(context, mostUnlisted);
        parents = new ParentKeys(context, bundle, incarnation);
        children = new ChildKeys(context, bundle, incarnation);
        stale = new NodeStalePairs(
                new StalePairHops(context, bundle.gid()), parents, children, nodeId(), incarnation);
        grants = new NodeGrants(context, bundle.gid(), parents, children, nodeId(), incarnation);
    }

    /**
     * Keys of the next run of the same node, with all that rekeys have brought by then. What this run derived is erased: its sealers and
     * verifiers fail from now on; rekeys may go on to be installed here or there.
     *
     * @param next of that run; never used by an earlier one
     */
    public NodeHopKeys nextRun(Incarnation next) {
        stock.erase();
        return new NodeHopKeys(bundle, next, context, mostUnlisted);
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
        stock.erase();
        context.roots.destroy();
        context.secrets.destroy();
        context.given.destroy();
        context.ring.destroyAllBut(bundle.epochs());
    }

    /** Whether it holds the secret of that region, as its head, child or possible child. */
    public boolean holdsRegion(int region) {
        return context.secrets.holds(region);
    }

    /** Whether it may ever have to do with a node: a parent with everybody, others with their parents and themselves. */
    public boolean mayMeet(int node) {
        return children.hasRegion() || node == nodeId() || canBindTo(node);
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
        return stock.sealer(hops.data(nodeId(), incarnation), nodeId(), incarnation);
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
        return stock.verifier(hops.data(source, sourceIncarnation), source, sourceIncarnation);
    }

    @Override
    public HopSealer regionSealer() {
        OwnRegion own = children.region();
        Hop hop = hops.region(own.keyClass(), own.id(), nodeId(), incarnation);
        return stock.sealer(hop, nodeId(), incarnation);
    }

    @Override
    public HopVerifier regionVerifier(int parent, Incarnation parentIncarnation) {
        ParentSecrets given = parents.get(parent);
        Hop hop = hops.region(given.keyClass(), given.region(), parent, parentIncarnation);
        return stock.verifier(hop, parent, parentIncarnation);
    }

    @Override
    public boolean canBindTo(int parent) {
        return parents.find(parent) != null;
    }

    @Override
    public KeyClass pairClass() {
        return parents.pairClass();
    }

    @Override
    public HopSealer bindRequestSealer(int parent) {
        return stock.sealerTowardsAnyRun(hops.up(parents.pair(parent, Incarnation.ZERO)), parent);
    }

    @Override
    public HopSealer bindRequestSealerAhead(int parent) {
        return stock.sealerTowardsAnyRun(hops.up(parents.pair(parent, Incarnation.ZERO)), parent).ahead();
    }

    @Override
    public @Nullable DropReason verifyBindReply(
            int parent, long incarnationHigh, long incarnationLow, byte[] datagram, int offset, int outerLength) {
        ParentSecrets given = parents.find(parent);
        if (given == null) {
            return DropReason.UNKNOWN_ORIGIN;
        }
        return stateless.verifyReply(given.bindKey(), given.region(), pairClass(), parent, incarnationHigh,
                incarnationLow, nodeId(), incarnation, datagram, offset, outerLength);
    }

    @Override
    public HopSealer upSealer(int parent, Incarnation parentIncarnation) {
        return stock.sealer(hops.up(parents.pair(parent, parentIncarnation)), parent, parentIncarnation);
    }

    @Override
    public HopVerifier downVerifier(int parent, Incarnation parentIncarnation) {
        return stock.verifier(hops.down(parents.pair(parent, parentIncarnation)), parent, parentIncarnation);
    }

    /**
     * {@inheritDoc}
     *
     * <p>The class must be the one that the child's role in the roster calls for. Who is not in the roster may have been added to the group since, as a
     * receiver: nobody but the transport controller makes the BK that it must have. A run older than one that was a child before is
     * refused even if its request is authentic: it can only be a replay, and the packets that went with it could be replayed too. Of those that are not
     * in the roster, so many are taken as this run of the node has room for.
     */
    @Override
    public @Nullable DropReason verifyBindRequest(
            int child, KeyClass pairClass, long incarnationHigh, long incarnationLow, byte[] datagram, int offset,
            int outerLength) {
        if (!children.mayBeChild(child)) {
            return DropReason.UNKNOWN_ORIGIN;
        }
        if (children.roleOf(child).pairClass() != pairClass) {
            return DropReason.WRONG_KEY_CLASS;
        }
        OwnRegion own = children.region();
        DropReason refused = stateless.verifyRequest(own.bindMaster(), own.id(), nodeId(), pairClass, child,
                incarnationHigh, incarnationLow, datagram, offset, outerLength);
        return refused == null ? refuse(child, pairClass, new Incarnation(incarnationHigh, incarnationLow)) : refused;
    }

    /** Why an authentic request is not taken. */
    private @Nullable DropReason refuse(int child, KeyClass pairClass, Incarnation childIncarnation) {
        Hops.Pair pair = children.pair(child, pairClass, childIncarnation);
        if (stock.knowsLater(hops.up(pair), child, childIncarnation)) {
            return DropReason.WRONG_INCARNATION;
        }
        return stock.isFull() && !stock.mayAlways(hops.down(pair), child) ? DropReason.NO_ROOM : null;
    }

    @Override
    public HopSealer downSealer(int child, KeyClass pairClass, Incarnation childIncarnation) {
        return stock.sealer(hops.down(children.pair(child, pairClass, childIncarnation)), child, childIncarnation);
    }

    @Override
    public HopVerifier upVerifier(int child, KeyClass pairClass, Incarnation childIncarnation) {
        return stock.verifier(hops.up(children.pair(child, pairClass, childIncarnation)), child, childIncarnation);
    }

    @Override
    public int challenge(long count) {
        return children.challenge(count);
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
        if (!children.mayBeChild(origin)) {
            return DropReason.UNKNOWN_ORIGIN;
        }
        return stateless.verifyHint(origin, incarnationHigh, incarnationLow, datagram, offset, outerLength);
    }

    @Override
    public StalePairs stalePairs() {
        return stale;
    }

    @Override
    public RegionGrants regionGrants() {
        return grants;
    }

    private static EpochSecrets secretsOf(TransportBundle bundle) {
        EpochSecrets secrets = new EpochSecrets();
        if (bundle.interiorSecret() != null) {
            secrets.add(bundle.interiorSecret());
        }
        if (bundle.ownRegion() != null) {
            secrets.add(bundle.ownRegion().id(), bundle.ownRegion().secret());
        }
        for (ParentSecrets parent : bundle.parents()) {
            if (parent.regionSecret() != null) {
                secrets.add(parent.region(), parent.regionSecret());
            }
        }
        return secrets;
    }
}
