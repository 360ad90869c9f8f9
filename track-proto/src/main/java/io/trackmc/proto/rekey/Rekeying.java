package io.trackmc.proto.rekey;

import io.trackmc.proto.engine.EventQueue;
import io.trackmc.proto.engine.Ingress;
import io.trackmc.proto.engine.Path;
import io.trackmc.proto.engine.Transmit;
import io.trackmc.proto.event.CounterId;
import io.trackmc.proto.event.Counters;
import io.trackmc.proto.event.DropReason;
import io.trackmc.proto.feedback.ExponentialBackoff;
import io.trackmc.proto.feedback.NackTiming;
import io.trackmc.proto.protect.HopKeys;
import io.trackmc.proto.protect.HopSealer;
import io.trackmc.proto.protect.HopVerifier;
import io.trackmc.proto.protect.KeyLayer;
import io.trackmc.proto.protect.KeyUpdates;
import io.trackmc.proto.protect.StalePairs;
import io.trackmc.proto.rate.TokenBucket;
import io.trackmc.proto.time.Deadlines;
import io.trackmc.proto.tree.Child;
import io.trackmc.proto.tree.ChildTable;
import io.trackmc.proto.wire.HeartbeatMessage;
import io.trackmc.proto.wire.RekeyRequestMessage;
import org.jspecify.annotations.Nullable;

/**
 * A node's part in rekeys: takes them in, hands them on to its children, asks for what is missing, and uses the keys that they bring.
 *
 * <p>A role adds {@link #asParent} and {@link #asChild}, as it is one or both, before anything else is called.
 */
public final class Rekeying implements RekeyOwner {

    private static final KeyLayer[] LAYERS = KeyLayer.values();
    private static final long FIRST_RTT_NS = 2_000_000;
    private static final int NO_REGION = -1;
    private static final int STARVED_TRIES = 5;

    private final KeyUpdates updates;
    private final ExpelledIds expelledIds;
    private final RekeyListener listener;
    private final Counters counters;
    private final RekeyStore store;
    private final RekeyIntake intake;
    private final TransportChangeover transport;
    private final SealedEpochs sealed;
    private final OpenedEpochs opened;
    private final ChildWants wants = new ChildWants();
    private final RekeyRequestMessage request = new RekeyRequestMessage();
    private final byte[] digest = new byte[HopKeys.DIGEST_LENGTH];
    private final boolean enabled;
    private final long[] applied = new long[LAYERS.length];
    private RegionPath path = new RegionPath(0);
    private @Nullable RekeyServer server;
    private @Nullable StaleAnswers staleAnswers;
    private final @Nullable StalePairs stalePairs;
    private @Nullable RekeyFetcher[] fetchers = new RekeyFetcher[LAYERS.length];
    private int expelledSeen;
    private long rttNs = FIRST_RTT_NS;
    private int siblings = 1;

    /**
     * For one run of one node.
     *
     * @param hasChildren whether it keeps rekeys for others when it has applied them
     */
    public Rekeying(HopKeys keys, NodeRekeys changing, boolean hasChildren, RekeyListener listener,
            EventQueue events, Counters counters) {
        this.updates = changing.updates();
        this.expelledIds = changing.expelledIds();
        this.listener = listener;
        this.counters = counters;
        this.enabled = updates != StaticKeys.INSTANCE;
        this.stalePairs = keys.stalePairs();
        this.store = new RekeyStore(keys, changing.cacheBytes());
        this.intake = new RekeyIntake(updates, store, changing, hasChildren, this);
        KnownRekeys transportRekeys = changing.known(KeyLayer.TRANSPORT);
        KnownRekeys contentRekeys = changing.known(KeyLayer.CONTENT);
        this.transport = new TransportChangeover(
                new Changeover(KeyLayer.TRANSPORT, updates, transportRekeys, events), transportRekeys);
        Changeover content = new Changeover(KeyLayer.CONTENT, updates, contentRekeys, events);
        this.sealed = new SealedEpochs(content, contentRekeys);
        this.opened = new OpenedEpochs(updates, content, contentRekeys);
        for (KeyLayer layer : LAYERS) {
            applied[layer.ordinal()] = updates.applied(layer);
        }
    }

    /** This node heads a region. */
    public void asParent(int region, boolean hasParent, ChildTable children, HopSealer regionSealer,
            TokenBucket bucket) {
        path = new RegionPath(region);
        RekeyServer serving = new RekeyServer(
                updates, store, hasParent ? wants : null, children, regionSealer, bucket, counters);
        server = serving;
        staleAnswers = enabled && stalePairs != null
                ? new StaleAnswers(stalePairs, updates, serving, counters) : null;
    }

    /**
     * This node has a parent.
     *
     * @param region that it heads; -1 for a receiver
     */
    public void asChild(int region, NackTiming timing, ExponentialBackoff backoff) {
        for (KeyLayer layer : LAYERS) {
            fetchers[layer.ordinal()] = new RekeyFetcher(layer, updates, store, region == NO_REGION ? null : wants,
                    region, timing, backoff);
        }
    }

    /** The engine starts: from now on times run, and whoever was expelled before is told of. */
    public void start(long nowNs) {
        transport.start(nowNs);
        sealed.start(nowNs);
        tellExpelled(nowNs);
    }

    /** Whether there are authorities at all. */
    public boolean isEnabled() {
        return enabled;
    }

    /** What the keys are. */
    public KeyUpdates updates() {
        return updates;
    }

    /** Changeover of content at a sender. */
    public SealedEpochs sealed() {
        return sealed;
    }

    /** Changeover of content at a receiver. */
    public OpenedEpochs opened() {
        return opened;
    }

    /** Whether a node was expelled, in this run or before. */
    public boolean isExpelled(int nodeId) {
        return updates.isExpelled(nodeId) || expelledIds.contains(nodeId);
    }

    /** Takes in an INNER of an authority that did not come in a datagram; returns why it was dropped, or null. */
    public @Nullable DropReason enter(long nowNs, byte[] inner) {
        DropReason refused = intake.admission(inner, 0);
        return refused != null ? refused : intake.accept(nowNs, inner, 0, inner.length);
    }

    /** Takes in a Rekey; what is of no use is counted. */
    public void onRekey(long nowNs, Ingress packet, HopVerifier verifier) {
        byte[] bytes = packet.bytes();
        if (packet.passes(intake.admission(bytes, packet.innerOffset()))
                && packet.passes(verifier.verify(bytes, packet.offset(), packet.outerLength(), packet.innerLength(),
                        digest, 0))
                && packet.passes(intake.accept(nowNs, bytes, packet.innerOffset(), packet.innerLength()))) {
            counters.increment(CounterId.REKEY_PARTS_RECEIVED);
        }
    }

    /** Takes in a Rekey under a key of no epoch: it comes because this node has missed some, so it does not wait for others to flip. */
    public void onStaleRekey(long nowNs, Ingress packet) {
        byte[] bytes = packet.bytes();
        if (stalePairs == null || !packet.passes(intake.admission(bytes, packet.innerOffset()))
                || !packet.passes(stalePairs.verifyRekey(packet.origin(), bytes, packet.offset(),
                        packet.outerLength(), packet.innerLength()))
                || !packet.passes(intake.accept(nowNs, bytes, packet.innerOffset(), packet.innerLength()))) {
            return;
        }
        counters.increment(CounterId.REKEY_PARTS_RECEIVED);
        while (updates.holdsBack(KeyLayer.TRANSPORT)) {
            transport.catchUp(nowNs);
            flipped(nowNs);
        }
    }

    /** Takes in a RekeyRequest under a key of no epoch; returns whether this node lacks something that children have asked for. */
    public boolean onStaleRequest(long nowNs, Path path, Ingress packet) {
        StaleAnswers answers = staleAnswers;
        if (answers == null) {
            packet.drop(DropReason.UNKNOWN_SPI);
            return false;
        }
        if (!answers.onRequest(nowNs, path, packet)) {
            return false;
        }
        look(nowNs);
        return wants.count() > 0;
    }

    /** Writes the question of a node that finds no parent which understands it: all transport rekeys from the next on. */
    public boolean fillStaleRequest(RekeyRequestMessage to) {
        RekeyFetcher fetcher = fetchers[KeyLayer.TRANSPORT.ordinal()];
        if (!enabled || fetcher == null) {
            return false;
        }
        fetcher.fillStale(to, path);
        return true;
    }

    /** Whether this node has asked its parent several times in vain. */
    public boolean isStarved() {
        RekeyFetcher fetcher = fetchers[KeyLayer.TRANSPORT.ordinal()];
        return enabled && fetcher != null && fetcher.tries() >= STARVED_TRIES;
    }

    /** Takes in a verified RekeyRequest of a bound child. */
    public void onRequest(long nowNs, Child child, Ingress packet) {
        RekeyServer serving = server;
        if (!request.parse(packet.bytes(), packet.offset())) {
            packet.drop(DropReason.MALFORMED);
        } else if (serving != null && serving.onRequest(nowNs, child, request)) {
            look(nowNs);
        }
    }

    /** The parent spoke: what it has that this node has not is asked for. */
    public void onHeartbeat(long nowNs, HeartbeatMessage heartbeat, long parentRttNs, int parentSiblings) {
        rttNs = parentRttNs;
        siblings = parentSiblings;
        told(nowNs, KeyLayer.TRANSPORT, heartbeat.transportRekey());
        told(nowNs, KeyLayer.CONTENT, heartbeat.contentRekey());
    }

    /** Whether this node has the headers of all rekeys of a layer that its parent has told of, and the parent has told. */
    public boolean isUpToDate(KeyLayer layer) {
        RekeyFetcher fetcher = fetchers[layer.ordinal()];
        return fetcher != null && fetcher.isUpToDate();
    }

    /** A packet of the parent or the source was authentic. */
    public void onHeard(long nowNs, int spi) {
        if (enabled && transport.onHeard(nowNs, spi)) {
            flipped(nowNs);
        }
    }

    /** A packet came under a key that is not installed: if that was announced, the rekey which brings it is asked for at once. */
    public void onUnknownSpi(long nowNs, KeyLayer layer, int spi) {
        RekeyFetcher fetcher = fetchers[layer.ordinal()];
        if (enabled && fetcher != null && updates.isAnnounced(layer, spi)) {
            if (updates.applied(layer) == updates.newest(layer)) {
                fetcher.told(nowNs, updates.newest(layer) + 1, rttNs, siblings);
            }
            fetcher.hasten(nowNs);
        }
    }

    /** At the sender: looks whether all live children have the next transport epoch. */
    public void onQuorum(long nowNs, long lowestInstalled) {
        if (enabled && transport.onQuorum(nowNs, lowestInstalled)) {
            flipped(nowNs);
        }
    }

    /** At the sender: the same for content; returns whether the epoch has changed. */
    public boolean checkContent(long nowNs, long lowestInstalled, long stable, long lastSealed) {
        boolean changed = enabled && sealed.check(nowNs, lowestInstalled, stable, lastSealed);
        noteApplied(nowNs);
        return changed;
    }

    /** At a receiver: everything up to here is opened or given up. */
    public boolean advanceContent(long nowNs, long cumAck) {
        boolean changed = opened.advance(nowNs, cumAck);
        noteApplied(nowNs);
        return changed;
    }

    public void onTimeout(long nowNs) {
        if (enabled && transport.onTimeout(nowNs)) {
            flipped(nowNs);
        }
    }

    /** When {@link #onTimeout} or {@link #poll} is due. */
    public long nextDeadlineNs(long nowNs) {
        RekeyServer serving = server;
        long dueNs = transport.deadlineNs(nowNs);
        return serving == null ? dueNs : Deadlines.earlier(dueNs, serving.nextDeadlineNs());
    }

    /** At the sender: when content must be looked at again though nobody speaks. */
    public long contentDeadlineNs(long nowNs) {
        return sealed.deadlineNs(nowNs);
    }

    /** Writes a part that children are owed. */
    public boolean poll(long nowNs, Transmit out) {
        RekeyServer serving = server;
        StaleAnswers answers = staleAnswers;
        return (answers != null && answers.poll(out)) || (serving != null && serving.poll(nowNs, out));
    }

    /** Writes the question to the parent that is due; false when there is none. */
    public boolean fillRequest(long nowNs, RekeyRequestMessage to) {
        for (RekeyFetcher fetcher : fetchers) {
            if (fetcher != null && fetcher.fill(nowNs, rttNs, to)) {
                counters.increment(CounterId.REKEY_REQUESTS_SENT);
                return true;
            }
        }
        return false;
    }

    /** When the next question is due. */
    public long requestDeadlineNs() {
        long dueNs = Deadlines.NONE;
        for (RekeyFetcher fetcher : fetchers) {
            dueNs = fetcher == null ? dueNs : Deadlines.earlier(dueNs, fetcher.deadlineNs());
        }
        return dueNs;
    }

    @Override
    public void onHeader(long nowNs, KeyLayer layer, long rekey, @Nullable KeptPart part) {
        RekeyServer serving = server;
        if (serving != null) {
            serving.push(part);
            wants.remove(layer, rekey, KeyUpdates.NO_SLICE);
            wants.forgetBelow(layer, rekey - KeyUpdates.KEPT_REKEYS + 1);
        }
        tellExpelled(nowNs);
        arrived(nowNs, layer);
    }

    @Override
    public void onChunk(
            long nowNs, KeyLayer layer, long rekey, int slice, int parentRegion, @Nullable KeptPart part) {
        path.learn(slice, parentRegion);
        RekeyServer serving = server;
        boolean wanted = wants.contains(layer, rekey, slice);
        if (serving != null && (wanted || slice == KeyUpdates.INTERIOR_SLICE || path.contains(slice))) {
            serving.push(part);
        }
        KeptRekey kept = wanted ? store.rekey(layer, rekey) : null;
        KeptSlice whole = kept == null ? null : kept.slice(slice);
        if (whole != null && whole.isWhole()) {
            wants.remove(layer, rekey, slice);
        }
        arrived(nowNs, layer);
    }

    @Override
    public void onLater(long nowNs, KeyLayer layer, long rekey) {
        told(nowNs, layer, rekey);
    }

    private void tellExpelled(long nowNs) {
        while (expelledSeen < updates.expelledCount()) {
            int id = updates.expelled(expelledSeen++);
            expelledIds.add(id);
            listener.onExpelled(nowNs, id);
        }
    }

    private void arrived(long nowNs, KeyLayer layer) {
        noteApplied(nowNs);
        path.add(updates.neededSlice(layer));
        RekeyFetcher fetcher = fetchers[layer.ordinal()];
        if (fetcher != null) {
            fetcher.arrived(nowNs, rttNs, siblings);
        }
    }

    private void told(long nowNs, KeyLayer layer, long rekey) {
        RekeyFetcher fetcher = fetchers[layer.ordinal()];
        if (enabled && fetcher != null) {
            fetcher.told(nowNs, rekey, rttNs, siblings);
        }
    }

    private void look(long nowNs) {
        for (RekeyFetcher fetcher : fetchers) {
            if (fetcher != null) {
                fetcher.look(nowNs, rttNs, siblings);
            }
        }
    }

    private void flipped(long nowNs) {
        listener.onFlipped(nowNs);
        noteApplied(nowNs);
    }

    /** What was held back may have been applied with a changeover. */
    private void noteApplied(long nowNs) {
        for (KeyLayer layer : LAYERS) {
            if (updates.applied(layer) != applied[layer.ordinal()]) {
                applied[layer.ordinal()] = updates.applied(layer);
                transport.onApplied(nowNs);
                sealed.onApplied(nowNs);
                listener.onInstalled(nowNs, layer);
                look(nowNs);
            }
        }
    }
}
