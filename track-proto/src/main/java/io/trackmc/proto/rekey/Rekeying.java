package io.trackmc.proto.rekey;

import io.trackmc.proto.engine.EngineEvent.EpochActivated;
import io.trackmc.proto.engine.EngineScratch;
import io.trackmc.proto.engine.EventQueue;
import io.trackmc.proto.engine.Ingress;
import io.trackmc.proto.event.CounterId;
import io.trackmc.proto.event.Counters;
import io.trackmc.proto.event.DropReason;
import io.trackmc.proto.feedback.ExponentialBackoff;
import io.trackmc.proto.feedback.NackTiming;
import io.trackmc.proto.protect.HopKeys;
import io.trackmc.proto.protect.HopSealer;
import io.trackmc.proto.protect.HopVerifier;
import io.trackmc.proto.protect.KeyLayer;
import io.trackmc.proto.protect.KeyRenewal;
import io.trackmc.proto.protect.KeyUpdates;
import io.trackmc.proto.protect.StalePairs;
import io.trackmc.proto.rate.RateLimit;
import io.trackmc.proto.time.Deadlines;
import io.trackmc.proto.tree.ChildTable;
import io.trackmc.proto.wire.InnerHeader;
import io.trackmc.proto.wire.RekeyHeader;
import io.trackmc.proto.wire.RekeyPart;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A node's part in rekeys: takes them in, and uses the keys that they bring.
 *
 * <p>A role adds {@link #asParent} and {@link #asChild}, as it is one or both, in this order and before anything else is called. What they return
 * hands rekeys on to children, and asks for what is missing.
 */
public final class Rekeying implements RekeyOwner {

    private final HopKeys hopKeys;
    private final KeyUpdates updates;
    private final Expulsions expulsions;
    private final RekeyListener listener;
    private final EventQueue events;
    private final Counters counters;
    private final long cacheBytes;
    private final boolean hasChildren;
    private @Nullable RekeyStore store;
    private @Nullable RekeyIntake intake;
    private final TransportChangeover transport;
    private final Changeover content;
    private final EngineScratch scratch;
    private final boolean enabled;
    private long appliedTransport;
    private long appliedContent;
    private RegionPath path = new RegionPath(0);
    private @Nullable SealedEpochs sealed;
    private @Nullable OpenedEpochs opened;
    private final @Nullable StalePairs stalePairs;
    private @Nullable RekeyServing serving;
    private RekeyAsking asking = NoQuestions.INSTANCE;

    /**
     * For one run of one node.
     *
     * @param hasChildren whether it keeps rekeys for others when it has applied them
     */
    public Rekeying(HopKeys keys, NodeRekeys changing, boolean hasChildren, RekeyListener listener,
            EventQueue events, Counters counters, EngineScratch scratch) {
        this.scratch = scratch;
        this.updates = changing.updates();
        this.expulsions = new Expulsions(updates, changing.expelledIds(), listener);
        this.listener = listener;
        this.events = events;
        this.counters = counters;
        this.enabled = updates != StaticKeys.INSTANCE;
        this.hopKeys = keys;
        this.stalePairs = keys.stalePairs();
        this.cacheBytes = changing.cacheBytes();
        this.hasChildren = hasChildren;
        this.transport = new TransportChangeover(
                new Changeover(KeyLayer.TRANSPORT, updates, events), updates);
        this.content = new Changeover(KeyLayer.CONTENT, updates, events);
        this.appliedTransport = updates.applied(KeyLayer.TRANSPORT);
        this.appliedContent = updates.applied(KeyLayer.CONTENT);
    }

    /** This node heads a region; {@link #asChild} comes after it. */
    public RekeyServing asParent(int region, boolean hasParent, ChildTable children, HopSealer regionSealer,
            RateLimit bucket) {
        if (!hasChildren) {
            throw new IllegalStateException("a node that keeps nothing for others is no parent");
        }
        path = new RegionPath(region);
        ChildWants wants = hasParent ? new ChildWants(counters) : null;
        RekeyServer server = new RekeyServer(updates, store(), wants, children, regionSealer, bucket, counters);
        StaleAnswers staleAnswers = enabled && stalePairs != null
                ? new StaleAnswers(hopKeys, stalePairs, updates, server, this::isExpelled, bucket, counters, scratch)
                : null;
        RekeyServing made = new RekeyServing(updates, server, staleAnswers, wants, scratch);
        serving = made;
        return made;
    }

    /**
     * This node has a parent.
     *
     * @param region that it heads; -1 for a receiver
     */
    public RekeyAsking asChild(int region, NackTiming timing, ExponentialBackoff backoff, RandomGenerator random) {
        if (!enabled) {
            return asking;
        }
        RekeyServing below = serving;
        ChildWants wants = below == null ? null : below.wants();
        asking = new ParentQuestions(updates, path,
                new RekeyQuestions(updates, store(), wants, region, timing, backoff, counters),
                new LeftBehind(updates, events, random));
        if (below != null) {
            below.asksBy(asking);
        }
        return asking;
    }

    /** The engine starts: from now on times run, and whoever was expelled before is told of. */
    public void start(long nowNs) {
        transport.start(nowNs);
        content.start(nowNs);
        expulsions.tell(nowNs);
    }

    /** What the keys are. */
    public KeyUpdates updates() {
        return updates;
    }

    /** Whether there are authorities at all. */
    public boolean isEnabled() {
        return enabled;
    }

    /** Changeover of content at a sender. */
    public SealedEpochs sealed() {
        SealedEpochs present = sealed;
        if (present == null) {
            present = new SealedEpochs(content);
            sealed = present;
        }
        return present;
    }

    /** Changeover of content at a receiver. */
    public OpenedEpochs opened() {
        OpenedEpochs present = opened;
        if (present == null) {
            present = new OpenedEpochs(updates, content);
            opened = present;
        }
        return present;
    }

    /** Whether a node was expelled, in this run or before. */
    public boolean isExpelled(int nodeId) {
        return expulsions.contains(nodeId);
    }

    /** Takes in an INNER of an authority that did not come in a datagram; returns why it was dropped, or null. */
    public @Nullable DropReason enter(long nowNs, byte[] inner) {
        DropReason refused = intake().admission(inner, 0);
        return refused != null ? refused : intake().accept(nowNs, inner, 0, inner.length);
    }

    /**
     * Takes in a Rekey of the data channel, for whose key every member can make a packet: only the very next transport header, and only if it
     * expels somebody, is worth the price of its signature.
     */
    public void onNotice(long nowNs, Ingress packet, HopVerifier verifier) {
        byte[] bytes = packet.bytes();
        int inner = packet.innerOffset();
        boolean expels = InnerHeader.stream(bytes, inner) == InnerHeader.STREAM_TRANSPORT_REKEY
                && RekeyPart.part(bytes, inner) == RekeyPart.HEADER_PART
                && RekeyHeader.expelledCount(bytes, inner + InnerHeader.LENGTH) > 0;
        if (!expels || RekeyPart.rekey(bytes, inner) != updates.newest(KeyLayer.TRANSPORT) + 1) {
            packet.drop(DropReason.STALE_REKEY);
            return;
        }
        onRekey(nowNs, packet, verifier);
    }

    /** Takes in a Rekey; what is of no use is counted. */
    public void onRekey(long nowNs, Ingress packet, HopVerifier verifier) {
        byte[] bytes = packet.bytes();
        if (packet.passes(intake().admission(bytes, packet.innerOffset()))
                && packet.passes(verifier.verify(bytes, packet.offset(), packet.outerLength(), packet.innerLength(),
                        scratch.digest(), 0))
                && packet.passes(intake().accept(nowNs, bytes, packet.innerOffset(), packet.innerLength()))) {
            counters.increment(CounterId.REKEY_PARTS_RECEIVED);
        }
    }

    /**
     * Takes in a Rekey under a key of no epoch. It comes because this node was left behind, so what it brings is used at once: the others may do
     * so already, and if not, they understand it as they understand the epoch before.
     *
     * @return whether it was authentic and of use
     */
    public boolean onStaleRekey(long nowNs, Ingress packet) {
        byte[] bytes = packet.bytes();
        long before = updates.applied(KeyLayer.TRANSPORT);
        if (stalePairs == null || !packet.passes(intake().admission(bytes, packet.innerOffset()))
                || !packet.passes(stalePairs.verifyRekey(packet.origin(), bytes, packet.offset(),
                        packet.outerLength(), packet.innerLength()))
                || !packet.passes(intake().accept(nowNs, bytes, packet.innerOffset(), packet.innerLength()))) {
            return false;
        }
        counters.increment(CounterId.REKEY_PARTS_RECEIVED);
        if (InnerHeader.stream(bytes, packet.innerOffset()) == InnerHeader.STREAM_TRANSPORT_REKEY) {
            catchUp(nowNs, before);
        }
        return true;
    }

    private void catchUp(long nowNs, long before) {
        while (updates.applied(KeyLayer.TRANSPORT) > before || updates.holdsBack(KeyLayer.TRANSPORT)) {
            if (!transport.catchUp(nowNs)) {
                return;
            }
            flipped(nowNs);
        }
    }

    /**
     * Puts in keys that an authority has given this node while it runs. Whom no parent understands uses them at once; everybody else goes on to them
     * like all others.
     *
     * @return the oldest epoch that was not here; 0 when nothing came of it
     */
    public long renew(long nowNs, KeyLayer layer, KeyRenewal keys) {
        long active = updates.activeEpoch(layer);
        long oldest = keys.install();
        expulsions.tell(nowNs);
        asking.renewed(layer, oldest != 0);
        if (oldest == 0) {
            return 0;
        }
        // What is kept of later rekeys was taken in by the keys of before.
        store().forgetFrom(layer, updates.applied(layer) + 1);
        boolean stuck = asking.isStuck();
        noteApplied(nowNs);
        if (updates.activeEpoch(layer) != active) {
            jumped(nowNs, layer);
        }
        // One that was here is of no use to whom no parent understands.
        boolean isUnheard = layer == KeyLayer.TRANSPORT && stuck && updates.activeEpoch(layer) < oldest;
        if (isUnheard && transport.catchUp(nowNs)) {
            flipped(nowNs);
        }
        return oldest;
    }

    private void jumped(long nowNs, KeyLayer layer) {
        events.add(new EpochActivated(layer, updates.activeEpoch(layer)));
        if (layer == KeyLayer.TRANSPORT) {
            transport.jumped(nowNs);
            listener.onFlipped(nowNs);
        }
    }

    /** A packet of the parent to this node alone was authentic. */
    public void onHeardAlone(long nowNs, int spi) {
        asking.heardAlone();
        if (enabled && transport.onHeardAlone(nowNs, spi)) {
            flipped(nowNs);
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
        boolean changed = enabled && sealed().check(nowNs, lowestInstalled, stable, lastSealed);
        noteApplied(nowNs);
        return changed;
    }

    /** At a receiver: everything up to here is opened or given up. */
    public boolean advanceContent(long nowNs, long cumAck) {
        boolean changed = opened().advance(nowNs, cumAck);
        noteApplied(nowNs);
        return changed;
    }

    public void onTimeout(long nowNs) {
        if (enabled && transport.onTimeout(nowNs)) {
            flipped(nowNs);
        }
        asking.onTimeout(nowNs);
    }

    /** When {@link #onTimeout} or {@link RekeyServing#poll} is due. */
    public long nextDeadlineNs(long nowNs) {
        RekeyServing below = serving;
        long dueNs = Deadlines.earlier(transport.deadlineNs(nowNs), asking.announcementNs());
        return below == null ? dueNs : Deadlines.earlier(dueNs, below.nextDeadlineNs());
    }

    /** At the sender: when content must be looked at again though nobody speaks. */
    public long contentDeadlineNs(long nowNs) {
        return sealed().deadlineNs(nowNs);
    }

    @Override
    public void onHeader(long nowNs, KeyLayer layer, long rekey, @Nullable KeptPart part) {
        RekeyServing below = serving;
        if (below != null) {
            below.onHeader(layer, rekey, part);
        }
        expulsions.tell(nowNs);
        arrived(nowNs, layer);
    }

    @Override
    public void onChunk(
            long nowNs, KeyLayer layer, long rekey, int slice, int parentRegion, @Nullable KeptPart part) {
        path.learn(slice, parentRegion);
        RekeyServing below = serving;
        if (below != null) {
            below.onChunk(store(), layer, rekey, slice, path, part);
        }
        expulsions.tell(nowNs);
        arrived(nowNs, layer);
    }

    @Override
    public boolean hasAskedInVain(KeyLayer layer) {
        return asking.isNextWithheld(layer);
    }

    @Override
    public void onLater(long nowNs, KeyLayer layer, long rekey) {
        asking.hint(nowNs, layer, rekey);
    }

    private void arrived(long nowNs, KeyLayer layer) {
        noteApplied(nowNs);
        path.add(updates.neededSlice(layer));
        asking.arrived(nowNs, layer);
    }

    private RekeyStore store() {
        RekeyStore present = store;
        if (present == null) {
            present = new RekeyStore(hopKeys, hasChildren, cacheBytes);
            store = present;
        }
        return present;
    }

    /** From the first rekey on. */
    private RekeyIntake intake() {
        RekeyIntake present = intake;
        if (present == null) {
            present = new RekeyIntake(updates, store(), hasChildren, this, counters);
            intake = present;
        }
        return present;
    }

    private void flipped(long nowNs) {
        listener.onFlipped(nowNs);
        noteApplied(nowNs);
    }

    /** What was held back may have been applied with a changeover. */
    private void noteApplied(long nowNs) {
        if (updates.applied(KeyLayer.TRANSPORT) != appliedTransport) {
            appliedTransport = updates.applied(KeyLayer.TRANSPORT);
            onApplied(nowNs, KeyLayer.TRANSPORT);
        }
        if (updates.applied(KeyLayer.CONTENT) != appliedContent) {
            appliedContent = updates.applied(KeyLayer.CONTENT);
            onApplied(nowNs, KeyLayer.CONTENT);
        }
    }

    private void onApplied(long nowNs, KeyLayer layer) {
        transport.onApplied(nowNs);
        content.onApplied(nowNs);
        listener.onInstalled(nowNs, layer);
        asking.applied(layer);
        asking.look(nowNs);
    }
}
