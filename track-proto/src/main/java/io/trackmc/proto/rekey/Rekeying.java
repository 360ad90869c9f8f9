package io.trackmc.proto.rekey;

import io.trackmc.proto.engine.EngineEvent.EpochActivated;
import io.trackmc.proto.engine.EngineScratch;
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
import io.trackmc.proto.protect.KeyRenewal;
import io.trackmc.proto.protect.KeyUpdates;
import io.trackmc.proto.protect.StalePairs;
import io.trackmc.proto.rate.RateLimit;
import io.trackmc.proto.time.Deadlines;
import io.trackmc.proto.tree.Child;
import io.trackmc.proto.tree.ChildTable;
import io.trackmc.proto.wire.HeartbeatMessage;
import io.trackmc.proto.wire.InnerHeader;
import io.trackmc.proto.wire.OuterHeader;
import io.trackmc.proto.wire.RekeyHeader;
import io.trackmc.proto.wire.RekeyPart;
import io.trackmc.proto.wire.RekeyRequestMessage;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A node's part in rekeys: takes them in, hands them on to its children, asks for what is missing, and uses the keys that they bring.
 *
 * <p>A role adds {@link #asParent} and {@link #asChild}, as it is one or both, before anything else is called.
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
    private final @Nullable ChildWants wants;
    private final EngineScratch scratch;
    private final boolean enabled;
    private long appliedTransport;
    private long appliedContent;
    private RegionPath path = new RegionPath(0);
    private @Nullable SealedEpochs sealed;
    private @Nullable OpenedEpochs opened;
    private @Nullable RekeyServer server;
    private @Nullable StaleAnswers staleAnswers;
    private final @Nullable StalePairs stalePairs;
    private @Nullable RekeyQuestions questions;
    private @Nullable LeftBehind leftBehind;

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
        this.wants = hasChildren ? new ChildWants(counters) : null;
        this.cacheBytes = changing.cacheBytes();
        this.hasChildren = hasChildren;
        this.transport = new TransportChangeover(
                new Changeover(KeyLayer.TRANSPORT, updates, events), updates);
        this.content = new Changeover(KeyLayer.CONTENT, updates, events);
        this.appliedTransport = updates.applied(KeyLayer.TRANSPORT);
        this.appliedContent = updates.applied(KeyLayer.CONTENT);
    }

    /** This node heads a region. */
    public void asParent(int region, boolean hasParent, ChildTable children, HopSealer regionSealer,
            RateLimit bucket) {
        if (!hasChildren) {
            throw new IllegalStateException("a node that keeps nothing for others is no parent");
        }
        path = new RegionPath(region);
        RekeyServer serving = new RekeyServer(
                updates, store(), hasParent ? wants : null, children, regionSealer, bucket, counters);
        server = serving;
        staleAnswers = enabled && stalePairs != null
                ? new StaleAnswers(hopKeys, stalePairs, updates, serving, this::isExpelled, bucket, counters, scratch)
                : null;
    }

    /**
     * This node has a parent.
     *
     * @param region that it heads; -1 for a receiver
     */
    public void asChild(int region, NackTiming timing, ExponentialBackoff backoff, RandomGenerator random) {
        if (!enabled && wants == null) {
            // There is nothing to ask for, and nobody to ask for it.
            return;
        }
        questions = new RekeyQuestions(updates, store(), wants, region, timing, backoff, counters);
        leftBehind = new LeftBehind(updates, events, random);
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
        return wants != null && wants.count() > 0;
    }

    /** Writes the question of a node that finds no parent which understands it, to one of its candidates: all transport rekeys from the next on. */
    public boolean fillStaleRequest(RekeyRequestMessage to, int candidate) {
        RekeyQuestions asking = questions;
        if (!enabled || asking == null) {
            return false;
        }
        asking.fillStale(to, path, candidate);
        return true;
    }

    /** A candidate is asked so, while one seems to speak under an epoch that is not here. */
    public void askedStale(long nowNs) {
        LeftBehind behind = leftBehind;
        if (enabled && behind != null) {
            behind.askedStale(nowNs);
        }
    }

    /** The parent says to this node alone under which epoch content is sealed. */
    public void onContentEpoch(long nowNs, long epoch) {
        RekeyQuestions asking = questions;
        LeftBehind behind = leftBehind;
        if (enabled && asking != null && behind != null && updates.installedEpoch(KeyLayer.CONTENT) != 0) {
            asking.toldContentEpoch(nowNs, epoch);
            behind.toldContentEpoch(nowNs, epoch);
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
        if (leftBehind != null) {
            leftBehind.renewed(layer, oldest != 0);
        }
        if (oldest == 0) {
            return 0;
        }
        // What is kept of later rekeys was taken in by the keys of before.
        store().forgetFrom(layer, updates.applied(layer) + 1);
        boolean stuck = leftBehind != null && leftBehind.isStuck();
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

    /** Writes the question of a node whose parent does not give it what it was asked for, to another candidate. */
    public boolean fillAsideRequest(RekeyRequestMessage to, int candidate) {
        RekeyQuestions asking = questions;
        if (!enabled || asking == null) {
            return false;
        }
        asking.fillAside(to, path, candidate);
        return true;
    }

    /** Whether this node has asked its parent again and again in vain. */
    public boolean isStarved(long nowNs) {
        RekeyQuestions asking = questions;
        return enabled && asking != null && asking.isStarved(nowNs);
    }

    /**
     * Takes in a verified RekeyRequest of a bound child.
     *
     * @return whether it asks for what is not kept here, or not known where rekeys are only relayed, and believes that only when it is told so alone
     */
    public boolean onRequest(long nowNs, Child child, Ingress packet) {
        RekeyServer serving = server;
        RekeyRequestMessage request = scratch.received().rekeyRequest();
        if (!request.parse(packet.bytes(), packet.offset())) {
            packet.drop(DropReason.MALFORMED);
            return false;
        }
        if (staleAnswers != null && isBehind(child, OuterHeader.spi(packet.bytes(), packet.offset()))) {
            staleAnswers.answer(nowNs, child, request);
            look(nowNs);
        } else if (serving != null) {
            hintAt(nowNs, request);
            if (serving.onRequest(nowNs, child, request)) {
                look(nowNs);
            }
        }
        KeyLayer layer = KeyLayer.of(request.layer());
        return layer != null && serving != null && isUnknown(serving, layer, request.rekey());
    }

    private boolean isUnknown(RekeyServer serving, KeyLayer layer, long rekey) {
        return rekey > updates.newest(layer)
                ? updates.installedEpoch(layer) == 0
                : serving.header(layer, rekey) == null;
    }

    /** A child asks for a rekey that is new to this node too: it may know what this node's parent keeps to itself. */
    private void hintAt(long nowNs, RekeyRequestMessage asked) {
        KeyLayer layer = Objects.requireNonNull(KeyLayer.of(asked.layer()));
        RekeyQuestions asking = questions;
        if (enabled && asking != null && asked.rekey() == updates.newest(layer) + 1) {
            asking.hint(nowNs, layer, asked.rekey());
        }
    }

    /** Whether a child asks under an epoch before the one that this parent speaks under, and has not said that it has the newer. */
    private boolean isBehind(Child child, int spi) {
        long active = updates.activeEpoch(KeyLayer.TRANSPORT);
        return updates.epochOf(KeyLayer.TRANSPORT, spi) < active && child.report().transportEpoch() < active;
    }

    /**
     * The parent spoke: what it has that this node has not is asked for.
     *
     * @param alone whether to this node alone; else anybody with the region's key may have
     */
    public void onHeartbeat(long nowNs, HeartbeatMessage heartbeat, boolean alone, long parentRttNs,
            int parentSiblings) {
        RekeyQuestions asking = questions;
        LeftBehind behind = leftBehind;
        if (!enabled || asking == null || behind == null) {
            return;
        }
        asking.heard(parentRttNs, parentSiblings);
        if (alone) {
            asking.told(nowNs, KeyLayer.TRANSPORT, heartbeat.transportRekey());
            asking.told(nowNs, KeyLayer.CONTENT, heartbeat.contentRekey());
            behind.siblings(parentSiblings);
            behind.told(nowNs, KeyLayer.TRANSPORT, heartbeat.transportRekey());
            behind.told(nowNs, KeyLayer.CONTENT, heartbeat.contentRekey());
        } else {
            asking.hint(nowNs, KeyLayer.TRANSPORT, heartbeat.transportRekey());
            asking.hint(nowNs, KeyLayer.CONTENT, heartbeat.contentRekey());
            hintContentEpoch(nowNs, asking, heartbeat.content().epoch());
        }
    }

    /** A parent that hands on rekeys without having missed any may know of an epoch that no rekey there brings: asked, it tells this node alone. */
    private void hintContentEpoch(long nowNs, RekeyQuestions asking, long epoch) {
        long installed = updates.installedEpoch(KeyLayer.CONTENT);
        long newest = updates.newest(KeyLayer.CONTENT);
        if (installed != 0 && epoch > installed && updates.applied(KeyLayer.CONTENT) == newest) {
            asking.hint(nowNs, KeyLayer.CONTENT, newest + 1);
        }
    }

    /** Whether this node has the headers of all rekeys of a layer of which its parent has told it alone. */
    public boolean isUpToDate(KeyLayer layer) {
        RekeyQuestions asking = questions;
        return asking != null && asking.isUpToDate(layer);
    }

    /** This node has another parent, or another run of it. */
    public void onNewParent(long nowNs) {
        RekeyQuestions asking = questions;
        if (enabled && asking != null) {
            asking.newParent(nowNs);
        }
    }

    /** A packet of the parent to this node alone was authentic. */
    public void onHeardAlone(long nowNs, int spi) {
        if (leftBehind != null) {
            leftBehind.heardAlone();
        }
        if (enabled && transport.onHeardAlone(nowNs, spi)) {
            flipped(nowNs);
        }
    }

    /** A packet came under a key that is not installed: if that was announced, the rekey which brings it is asked for at once. */
    public void onUnknownSpi(long nowNs, KeyLayer layer, int spi) {
        RekeyQuestions asking = questions;
        if (!enabled || asking == null) {
            return;
        }
        if (updates.isAnnounced(layer, spi)) {
            if (updates.applied(layer) == updates.newest(layer)) {
                asking.hint(nowNs, layer, updates.newest(layer) + 1);
            }
            asking.hasten(nowNs, layer);
        }
    }

    /**
     * The parent is not heard any more as it should be. Maybe it speaks under an epoch of which this node has not heard yet: so it is asked for the next
     * rekey, under an epoch that it still accepts, and answers under none.
     */
    public void onDoubt(long nowNs) {
        RekeyQuestions asking = questions;
        long newest = updates.newest(KeyLayer.TRANSPORT);
        if (enabled && asking != null && updates.applied(KeyLayer.TRANSPORT) == newest) {
            asking.hint(nowNs, KeyLayer.TRANSPORT, newest + 1);
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
        if (leftBehind != null) {
            leftBehind.onTimeout(nowNs);
        }
    }

    /** When {@link #onTimeout} or {@link #poll} is due. */
    public long nextDeadlineNs(long nowNs) {
        RekeyServer serving = server;
        StaleAnswers answers = staleAnswers;
        long dueNs = transport.deadlineNs(nowNs);
        dueNs = answers == null ? dueNs : Deadlines.earlier(dueNs, answers.nextDeadlineNs());
        dueNs = leftBehind == null ? dueNs : Deadlines.earlier(dueNs, leftBehind.deadlineNs());
        return serving == null ? dueNs : Deadlines.earlier(dueNs, serving.nextDeadlineNs());
    }

    /** At the sender: when content must be looked at again though nobody speaks. */
    public long contentDeadlineNs(long nowNs) {
        return sealed().deadlineNs(nowNs);
    }

    /** Writes a part that children are owed. */
    public boolean poll(long nowNs, Transmit out) {
        RekeyServer serving = server;
        StaleAnswers answers = staleAnswers;
        return (answers != null && answers.poll(nowNs, out)) || (serving != null && serving.poll(nowNs, out));
    }

    /** Writes the question to the parent that is due; false when there is none. */
    public boolean fillRequest(long nowNs, RekeyRequestMessage to) {
        RekeyQuestions asking = questions;
        LeftBehind behind = leftBehind;
        if (asking == null || !asking.fill(nowNs, to)) {
            return false;
        }
        if (behind != null) {
            KeyLayer layer = Objects.requireNonNull(KeyLayer.of(to.layer()));
            behind.asked(nowNs, layer, asking.vainForItself(layer));
        }
        return true;
    }

    /** When the next question is due. */
    public long requestDeadlineNs() {
        RekeyQuestions asking = questions;
        return asking == null ? Deadlines.NONE : asking.deadlineNs();
    }

    @Override
    public void onHeader(long nowNs, KeyLayer layer, long rekey, @Nullable KeptPart part) {
        RekeyServer serving = server;
        if (serving != null) {
            serving.push(part);
        }
        if (serving != null && wants != null) {
            wants.remove(layer, rekey, KeyUpdates.NO_SLICE);
            wants.forgetBelow(layer, rekey - KeyUpdates.KEPT_REKEYS + 1);
        }
        expulsions.tell(nowNs);
        arrived(nowNs, layer);
    }

    @Override
    public void onChunk(
            long nowNs, KeyLayer layer, long rekey, int slice, int parentRegion, @Nullable KeptPart part) {
        path.learn(slice, parentRegion);
        RekeyServer serving = server;
        boolean wanted = wants != null && wants.contains(layer, rekey, slice);
        if (serving != null && (wanted || slice == KeyUpdates.INTERIOR_SLICE || path.contains(slice))) {
            serving.push(part);
        }
        KeptRekey kept = wanted ? store().rekey(layer, rekey) : null;
        KeptSlice whole = kept == null ? null : kept.slice(slice);
        if (wants != null && whole != null && whole.isWhole()) {
            wants.remove(layer, rekey, slice);
        }
        expulsions.tell(nowNs);
        arrived(nowNs, layer);
    }

    @Override
    public boolean hasAskedInVain(KeyLayer layer) {
        RekeyQuestions asking = questions;
        return asking != null && asking.isNextWithheld(layer);
    }

    @Override
    public void onLater(long nowNs, KeyLayer layer, long rekey) {
        RekeyQuestions asking = questions;
        if (enabled && asking != null) {
            asking.hint(nowNs, layer, rekey);
        }
    }

    private void arrived(long nowNs, KeyLayer layer) {
        noteApplied(nowNs);
        path.add(updates.neededSlice(layer));
        RekeyQuestions asking = questions;
        if (asking != null) {
            asking.arrived(nowNs, layer);
        }
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

    private void look(long nowNs) {
        RekeyQuestions asking = questions;
        if (asking != null) {
            asking.look(nowNs);
        }
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
        if (leftBehind != null) {
            leftBehind.applied(layer);
        }
        look(nowNs);
    }
}
