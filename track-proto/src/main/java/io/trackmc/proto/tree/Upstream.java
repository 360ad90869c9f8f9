package io.trackmc.proto.tree;

import io.trackmc.proto.engine.EngineScratch;
import io.trackmc.proto.engine.EventQueue;
import io.trackmc.proto.engine.Ingress;
import io.trackmc.proto.engine.Path;
import io.trackmc.proto.engine.ProtocolConfig;
import io.trackmc.proto.engine.Transmit;
import io.trackmc.proto.event.Counters;
import io.trackmc.proto.event.DropReason;
import io.trackmc.proto.event.DurationBuckets;
import io.trackmc.proto.feedback.ExponentialBackoff;
import io.trackmc.proto.feedback.NackScheduler;
import io.trackmc.proto.feedback.TrackSchedule;
import io.trackmc.proto.protect.HopKeys;
import io.trackmc.proto.protect.HopVerifier;
import io.trackmc.proto.protect.KeyClass;
import io.trackmc.proto.time.Deadlines;
import io.trackmc.proto.window.SequenceTracker;
import io.trackmc.proto.wire.BindConfirmMessage;
import io.trackmc.proto.wire.EjectRequestMessage;
import io.trackmc.proto.wire.HeartbeatMessage;
import io.trackmc.proto.wire.InnerHeader;
import io.trackmc.proto.wire.OuterHeader;
import io.trackmc.proto.wire.RekeyRequestMessage;
import io.trackmc.proto.wire.UnbindRequestMessage;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A child's side towards its parent. Every receiver and every repair head has one.
 *
 * <p>What comes down the tree is verified here, by the key that it is under, and handed to whom it is for: binding is {@link BindClient}, reports and requests
 * for what is missing are {@link Feedback}, the way back of who has missed rekeys is {@link StaleCatchUp}, and the role does the rest.
 */
public final class Upstream {

    private final BindClient binds;
    private final UpstreamOwner owner;
    private final StaleCatchUp stale;
    private final Feedback feedback;
    private final EngineScratch scratch;
    private final int nodeId;

    /**
     * @param tracker what this node holds of the data stream
     * @param trackerCapacity its capacity, a power of two
     */
    public Upstream(
            HopKeys keys,
            BindSettings settings,
            ProtocolConfig config,
            SequenceTracker tracker,
            int trackerCapacity,
            UpstreamOwner owner,
            EventQueue events,
            Counters counters,
            RandomGenerator random,
            EngineScratch scratch) {
        this.scratch = scratch;
        this.nodeId = keys.nodeId();
        this.owner = owner;
        this.binds = new BindClient(keys, settings, new FeedbackFirst(owner), events, counters, random, scratch);
        this.stale = new StaleCatchUp(keys, binds, owner, counters, random, scratch);
        this.feedback = new Feedback(owner, config, tracker, trackerCapacity, counters, random, scratch);
    }

    public void start(long nowNs) {
        binds.start(nowNs);
        stale.heard(nowNs);
    }

    /** Binding, to start and end the relation. */
    public BindClient binds() {
        return binds;
    }

    /** When to report. */
    public TrackSchedule tracks() {
        return feedback.tracks();
    }

    /** How requests of siblings are spread. */
    public ExponentialBackoff backoff() {
        return feedback.nacks().backoff();
    }

    /** How long gaps were open here, and at all engines that share what this one has for its work. Read by any thread. */
    public DurationBuckets gapTimes() {
        return scratch.gapTimes();
    }

    /** When to ask. */
    public NackScheduler nacks() {
        return feedback.nacks();
    }

    /** Schedules requests for what became missing; returns how many sequences that are. */
    public int onLeadingEdge(long nowNs) {
        return feedback.onLeadingEdge(nowNs, siblings());
    }

    /** Adds to the next Nack that an INNER did not open, here or at a receiver below. What does not fit is reported when it is asked again. */
    public void reportBad(long sequence, byte[] digest) {
        feedback.reportBad(sequence, digest);
    }

    /**
     * Handles a packet without INNER that comes down the tree.
     *
     * @return false when the type is none of those
     */
    public boolean onControl(long nowNs, Path path, Ingress packet) {
        switch (packet.type()) {
            case BIND_CONFIRM, BIND_REJECT, BIND_PENDING -> {
                long usable = binds.usableEpoch();
                if (binds.onBindReply(nowNs, path, packet)) {
                    stale.heard(nowNs);
                    if (binds.bond() != null && binds.usableEpoch() != usable) {
                        feedback.tracks().hasten();
                    }
                    owner.onHeardAlone(nowNs, OuterHeader.spi(packet.bytes(), packet.offset()));
                }
            }
            case ADVERTISE -> binds.onAdvertise(nowNs, path, packet);
            case UNBIND_CONFIRM -> {
                if (!binds.onFarewellConfirm(nowNs, packet)) {
                    onFromParent(nowNs, packet);
                }
            }
            case HEARTBEAT, NACK_SUPPRESS, EJECT_REQUEST -> onFromParent(nowNs, packet);
            default -> {
                return false;
            }
        }
        return true;
    }

    /**
     * Which verifier an RData or Rekey of the parent must pass; null, with the drop counted, when it is of no parent of this run.
     */
    public @Nullable HopVerifier repairVerifier(Ingress packet) {
        ParentBond bond = binds.bondOf(packet);
        if (bond == null) {
            return null;
        }
        return isPair(packet) ? bond.down() : bond.region();
    }

    /** Round-trip time to the parent, in nanoseconds. */
    public long rttNs() {
        return feedback.rttNs();
    }

    /** Children of the parent, this one included; 1 without a parent. */
    public int siblings() {
        ParentBond bond = binds.bond();
        return bond == null ? 1 : bond.siblings();
    }

    /** Children ask for rekeys that this node lacks too: it asks at once if it has no parent to ask as a child. */
    public void askForRekeysNow(long nowNs) {
        stale.askNow(nowNs);
    }

    /** Whether a node is a parent that may answer under keys of no epoch because it was asked lately; else counts the drop. */
    public boolean isAsked(long nowNs, Ingress packet) {
        boolean asked = stale.isAsked(nowNs, packet.origin());
        if (!asked) {
            packet.drop(DropReason.UNASKED);
        }
        return asked;
    }

    /**
     * A parent has answered a question under keys of no epoch, and the answer was authentic.
     *
     * @param flipped whether this node has gone on to another epoch for that
     */
    public void answeredStale(long nowNs, Ingress packet, boolean flipped) {
        boolean ofContent = InnerHeader.stream(packet.bytes(), packet.innerOffset())
                == InnerHeader.STREAM_CONTENT_REKEY;
        stale.answered(nowNs, packet.origin(), OuterHeader.counter(packet.bytes(), packet.offset()),
                flipped || ofContent);
        if (flipped) {
            binds.onUnderstood(nowNs, packet.origin());
        }
    }

    /** Another epoch is installed here: the parent is told. */
    public void onInstalled(long nowNs) {
        feedback.tracks().hasten();
        binds.onInstalled(nowNs);
    }

    /** This node sends under another transport epoch from now on. */
    public void onFlipped() {
        binds.onFlipped();
    }

    /** Notes that a repair of the parent was of use. One that was not may be a replayed one. */
    public void heardParent(long nowNs) {
        ParentBond bond = binds.bond();
        if (bond != null) {
            bond.heard(nowNs);
        }
    }

    /** This node was called late: the parent's silence until now proves nothing. */
    public void overslept(long nowNs, long lateNs) {
        binds.overslept(nowNs, lateNs);
    }

    public void onTimeout(long nowNs) {
        binds.onTimeout(nowNs);
    }

    public long nextDeadlineNs() {
        long dueNs = Deadlines.earlier(binds.nextDeadlineNs(), stale.deadlineNs());
        if (binds.state() == BindState.BOUND) {
            dueNs = Deadlines.earlier(dueNs, feedback.deadlineNs());
            dueNs = Deadlines.earlier(dueNs, owner.rekeyRequestDeadlineNs());
        }
        return dueNs;
    }

    /** Writes what is due towards the parent: binding first, then requests, then reports. */
    public boolean poll(long nowNs, Transmit out) {
        if (binds.poll(nowNs, out) || stale.poll(nowNs, out)) {
            return true;
        }
        ParentBond bond = binds.bond();
        return binds.state() == BindState.BOUND && bond != null
                && (feedback.pollNack(nowNs, bond, out) || pollRekeyRequest(nowNs, bond, out)
                        || pollTrack(nowNs, bond, out));
    }

    private void onFromParent(long nowNs, Ingress packet) {
        ParentBond bond = binds.bondOf(packet);
        if (bond == null) {
            return;
        }
        boolean alone = isPair(packet);
        HopVerifier verifier = alone ? bond.down() : bond.region();
        if (!packet.passes(verifier.verify(packet.bytes(), packet.offset(), packet.outerLength()))) {
            return;
        }
        stale.heard(nowNs);
        if (alone) {
            bond.heardAlone(nowNs);
            owner.onHeardAlone(nowNs, OuterHeader.spi(packet.bytes(), packet.offset()));
        } else {
            bond.heard(nowNs);
        }
        switch (packet.type()) {
            case HEARTBEAT -> onHeartbeat(nowNs, bond, packet, alone);
            case NACK_SUPPRESS -> feedback.onSuppress(nowNs, packet);
            case EJECT_REQUEST -> onEject(nowNs, packet, alone);
            default -> binds.onUnbindConfirm(nowNs, isAsked(packet));
        }
    }

    private void onHeartbeat(long nowNs, ParentBond bond, Ingress packet, boolean alone) {
        HeartbeatMessage heartbeat = scratch.received().heartbeat();
        if (!heartbeat.parse(packet.bytes(), packet.offset())) {
            packet.drop(DropReason.MALFORMED);
            return;
        }
        feedback.onHeartbeat(nowNs, bond, heartbeat);
        for (int i = 0; i < heartbeat.probedCount(); i++) {
            if (heartbeat.probed(i) == nodeId) {
                feedback.tracks().now(nowNs);
            }
        }
        if (alone) {
            int spi = OuterHeader.spi(packet.bytes(), packet.offset());
            bond.region().floor(spi, heartbeat.regionCounter());
            owner.onSourceCounter(spi, heartbeat.sourceCounter());
            binds.onCounted(nowNs);
            binds.onParentLevel(nowNs, heartbeat.level());
        } else if (heartbeat.level() >= SessionState.DISCONNECTED) {
            binds.onCutOffHint(nowNs);
        }
        owner.onHeartbeat(nowNs, heartbeat, alone);
    }

    /** An Eject on the local control channel can be forged by a sibling: it only makes this child prove that it is alive. */
    private void onEject(long nowNs, Ingress packet, boolean alone) {
        EjectRequestMessage eject = scratch.received().eject();
        if (!eject.parse(packet.bytes(), packet.offset())) {
            packet.drop(DropReason.MALFORMED);
        } else if (alone) {
            binds.onEjected(nowNs, eject.reason(), eject.alternate());
        } else {
            feedback.tracks().now(nowNs);
        }
    }

    private boolean pollRekeyRequest(long nowNs, ParentBond bond, Transmit out) {
        RekeyRequestMessage rekeys = scratch.written().rekeyRequest();
        if (!owner.fillRekeyRequest(nowNs, rekeys)) {
            return false;
        }
        rekeys.echo(stale.proofFor(bond.parent()));
        int outerLength = rekeys.write(out.bytes(), 0);
        out.unicast(bond.endpoint(), bond.up().seal(out.bytes(), 0, outerLength));
        stale.askedParent(nowNs, bond.parent());
        return true;
    }

    private boolean pollTrack(long nowNs, ParentBond bond, Transmit out) {
        if (!feedback.tracks().isDue(nowNs)) {
            return false;
        }
        feedback.writeTrack(nowNs, bond, binds.usableEpoch(), out);
        return true;
    }

    private static boolean isAsked(Ingress packet) {
        return (OuterHeader.flags(packet.bytes(), packet.offset()) & UnbindRequestMessage.FLAG_ASK) != 0;
    }

    private static boolean isPair(Ingress packet) {
        return packet.classCode() == KeyClass.LEAF_PAIR.code() || packet.classCode() == KeyClass.INTERIOR_PAIR.code();
    }

    /** Begins and ends what is said to a parent, before the role hears of that parent. */
    private final class FeedbackFirst implements BindListener {

        private final BindListener next;

        FeedbackFirst(BindListener next) {
            this.next = next;
        }

        @Override
        public void onBound(long nowNs, ParentBond bond, BindConfirmMessage confirm) {
            feedback.begin(nowNs, bond, binds.bindRttNs());
            next.onBound(nowNs, bond, confirm);
        }

        @Override
        public void onSourceCounter(int spi, long counter) {
            next.onSourceCounter(spi, counter);
        }

        @Override
        public void onSenderRtt(long nowNs, long rttNs) {
            next.onSenderRtt(nowNs, rttNs);
        }

        @Override
        public void onDoubt(long nowNs) {
            next.onDoubt(nowNs);
        }

        @Override
        public void onParentLost(long nowNs) {
            feedback.end();
            stale.parentLost(nowNs);
            next.onParentLost(nowNs);
        }

        @Override
        public long oldestNeeded() {
            return next.oldestNeeded();
        }

        @Override
        public int receiverCount() {
            return next.receiverCount();
        }

        @Override
        public long transportEpochBelow() {
            return next.transportEpochBelow();
        }

        @Override
        public FarewellCounts toldCounts() {
            return next.toldCounts();
        }

        @Override
        public void onUnbound(long nowNs) {
            feedback.end();
            next.onUnbound(nowNs);
        }
    }
}
