package io.trackmc.proto.tree;

import io.trackmc.proto.engine.ProtocolConfig;
import io.trackmc.proto.engine.Transmit;
import io.trackmc.proto.event.CounterId;
import io.trackmc.proto.event.Counters;
import io.trackmc.proto.feedback.DirectRepairs;
import io.trackmc.proto.feedback.RepairQueue;
import io.trackmc.proto.protect.HopKeys;
import io.trackmc.proto.protect.HopSealer;
import io.trackmc.proto.rate.RateLimit;
import io.trackmc.proto.time.Deadlines;
import io.trackmc.proto.window.ControlRecord;
import io.trackmc.proto.window.InnerStore;
import io.trackmc.proto.wire.InnerHeader;
import io.trackmc.proto.wire.NackMessage;
import io.trackmc.proto.wire.TrackMessage;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Repairs what children ask for out of the store, paced and without repeating itself (digest §2.4).
 *
 * <p>A receiver alone gets its repair by unicast under the region key, an RH alone under its pair key, several children get it
 * once on the local control channel, and if many of a sender's children ask, everybody gets it on the data channel. What is not in the store is handed to the role, which may fetch it.
 */
final class RepairServer {

    /** What looking in vain for one packet costs a child of its budget, beyond what an honest one asks for too early. */
    static final int LOOK_BYTES = 16;

    /** Packets that may be looked for in vain in one range without charge. */
    static final int FREE_LOOKS = 64;

    private final ChildTable children;
    private final InnerStore store;
    private final ControlRecord control;
    private final SessionState session;
    private final RegionOwner owner;
    private final Counters counters;
    private final HopSealer regionSealer;
    private final HopSealer dataSealer;
    private final HeartbeatSource heartbeats;
    private final RepairQueue queue;
    private final DirectRepairs answers = new DirectRepairs();
    private final RateLimit bucket;
    private final long stallNs;
    private final long controlHoldoffNs;
    private final byte[] badDigest = new byte[HopKeys.DIGEST_LENGTH];
    private int controlDue;
    private long blockedUntilNs = Deadlines.NONE;
    private final boolean[] controlDueAt;
    private boolean isHeldByRate;

    RepairServer(
            ChildTable children,
            InnerStore store,
            ControlRecord control,
            SessionState session,
            RegionOwner owner,
            Counters counters,
            HopSealer regionSealer,
            HopSealer dataSealer,
            HeartbeatSource heartbeats,
            ProtocolConfig config,
            RateLimit bucket) {
        this.children = children;
        this.store = store;
        this.control = control;
        this.session = session;
        this.owner = owner;
        this.counters = counters;
        this.regionSealer = regionSealer;
        this.dataSealer = dataSealer;
        this.heartbeats = heartbeats;
        this.queue = new RepairQueue(store.capacity(), children.places(), owner.ownsDataChannel());
        this.bucket = bucket;
        this.stallNs = config.nack().retryMaximumNs();
        this.controlHoldoffNs = 2 * config.tree().trackNs();
        this.controlDueAt = new boolean[children.places()];
    }

    /** Takes a verified Nack. */
    void onNack(long nowNs, Child child, NackMessage nack) {
        if (nack.stream() == InnerHeader.STREAM_CONTROL) {
            oweControl(nowNs, child);
            return;
        }
        ChildNeeds needs = child.countedNeeds();
        needs.countNack();
        for (int i = 0; i < nack.badCount(); i++) {
            nack.copyBadDigest(i, badDigest, 0);
            owner.onBad(nowNs, child, nack.badSequence(i), badDigest);
        }
        long last;
        for (long first = nack.next(1); first != 0; first = nack.next(last + 1)) {
            last = nack.endOfRun(first);
            needs.countAsked(last - first + 1);
            request(nowNs, child, first, last);
        }
    }

    /**
     * Takes a verified Track: a child that makes no progress although it misses something gets it without having asked again.
     *
     * @param reachableNow whether with this Track it became certain where the child is; what it asked for before was not sent
     */
    void onTrack(long nowNs, Child child, TrackMessage track, boolean reachableNow) {
        if (track.controlCumAck() < control.sequence()) {
            oweControl(nowNs, child);
        }
        if (track.bitmapWords() == 0 || !(reachableNow || nowNs - child.progressNs() >= stallNs)) {
            return;
        }
        for (int w = 0; w < track.bitmapWords(); w++) {
            for (long bits = track.bitmapWord(w); bits != 0; bits &= bits - 1) {
                long sequence = track.cumAck() + 1 + 64L * w + Long.numberOfTrailingZeros(bits);
                request(nowNs, child, sequence, sequence);
            }
        }
    }

    /** Repairs a stored sequence for all children: several asked while it was missing here. */
    void repairRegion(long nowNs, long sequence) {
        if (store.contains(sequence)) {
            queue.requestForRegion(nowNs, sequence);
        }
    }

    /** Repairs a stored sequence for one child that asked while it was missing here. */
    void repairChild(long nowNs, long sequence, int childIndex) {
        Child child = children.at(childIndex);
        if (child != null && store.contains(sequence)) {
            enqueue(nowNs, child, sequence);
        }
    }

    /** Repairs a stored sequence for one child alone, whatever was sent before. */
    void answer(long nowNs, Child child, long sequence) {
        if (store.contains(sequence) && child.repairBudget().isOpen(nowNs)
                && answers.add(sequence, child.index())) {
            child.repairBudget().take(nowNs, store.length(sequence));
            child.countedNeeds().countRepair();
        }
    }

    /** A repair on the data channel came by: children that asked have it too, or ask again. */
    void passedBy(long nowNs, long sequence) {
        queue.passedBy(nowNs, sequence);
    }

    /** Repairs of a sequence that were sent hold nothing off any more. */
    void forget(long sequence) {
        queue.forgetSent(sequence);
    }

    void clear() {
        queue.clear();
        answers.clear();
        controlDue = 0;
        java.util.Arrays.fill(controlDueAt, false);
    }

    /** Gives back what was only needed for repairs, if none is owed. */
    void trim(long nowNs) {
        queue.trim(nowNs);
    }

    /** When a repair that waits for its turn may go. */
    long nextDeadlineNs() {
        return blockedUntilNs;
    }

    boolean poll(long nowNs, Transmit out) {
        if (controlDue > 0 && writeControl(nowNs, out)) {
            return true;
        }
        while (bucket.isOpen(nowNs) && (!answers.isEmpty() || queue.select(nowNs))) {
            if (answers.isEmpty() ? write(nowNs, out) : writeAnswer(out)) {
                bucket.take(nowNs, out.length());
                isHeldByRate = false;
                counters.add(CounterId.REPAIR_BYTES_SENT, out.length());
                return true;
            }
        }
        blockedUntilNs = nextTryNs(nowNs);
        return false;
    }

    private long nextTryNs(long nowNs) {
        if (queue.isEmpty() && answers.isEmpty()) {
            return Deadlines.NONE;
        }
        if (bucket.isOpen(nowNs)) {
            return queue.readyAtNs();
        }
        if (!isHeldByRate) {
            isHeldByRate = true;
            counters.increment(bucket.isHeldByOthers() ? CounterId.REPAIRS_OVER_SHARED_RATE
                    : CounterId.REPAIRS_OVER_RATE);
        }
        return bucket.openAtNs();
    }

    private void request(long nowNs, Child child, long first, long last) {
        if (first < session.lowestRepairable() || first < session.contentFirst()) {
            // It gives up what is lost for good, or sealed under keys from before its time, only when it is told so under its own key.
            heartbeats.tell(child);
        }
        // What is still stored does not end a store's length below the newest: that can be known long before it may be taken in.
        long from = Math.max(1, Math.max(first, session.lowestRepairable()));
        long to = Math.min(Math.min(last, session.highestSequence() + store.capacity()), from + 2L * store.capacity());
        if (from <= to && !child.repairBudget().isOpen(nowNs)) {
            holdOff(child, CounterId.REPAIRS_OVER_SHARE);
            return;
        }
        long missingFrom = 0;
        long inVain = 0;
        for (long s = from; s <= to; s++) {
            if (store.contains(s)) {
                missingFrom = reportMissing(nowNs, child, missingFrom, s - 1);
                inVain += enqueue(nowNs, child, s) ? 0 : 1;
            } else {
                missingFrom = missingFrom == 0 ? s : missingFrom;
                inVain++;
            }
        }
        reportMissing(nowNs, child, missingFrom, to);
        if (inVain > FREE_LOOKS) {
            child.repairBudget().take(nowNs, (int) Math.min(Integer.MAX_VALUE, inVain * LOOK_BYTES));
        }
    }

    /** A child that asks for more than its share, or from where it was not found yet, asks again. Returns whether it will get the repair. */
    private boolean enqueue(long nowNs, Child child, long sequence) {
        if (child.provenEndpoint() == null) {
            holdOff(child, CounterId.REPAIRS_UNPROVEN);
        } else if (!child.repairBudget().isOpen(nowNs)) {
            holdOff(child, CounterId.REPAIRS_OVER_SHARE);
        } else if (!queue.request(nowNs, sequence, child.index(), child.rtt().rttNs(), children.boundCount())) {
            holdOff(child, CounterId.REPAIRS_UNDER_WAY);
        } else {
            child.repairBudget().take(nowNs, store.length(sequence));
            child.countedNeeds().countRepair();
            return true;
        }
        return false;
    }

    private void holdOff(Child child, CounterId why) {
        child.countedNeeds().countHeldOff();
        counters.increment(why);
    }

    private long reportMissing(long nowNs, Child child, long first, long last) {
        if (first != 0) {
            counters.add(CounterId.REPAIRS_MISSED, last - first + 1);
            owner.onMissing(nowNs, child, first, last);
        }
        return 0;
    }

    private boolean write(long nowNs, Transmit out) {
        long sequence = queue.sequence();
        int scope = queue.scope();
        Child child = scope < 0 ? null : children.at(scope);
        if (!store.contains(sequence) || (scope >= 0 && !isReachable(child))) {
            queue.drop();
            return false;
        }
        if (child != null) {
            writeUnicast(child, sequence, out);
        } else if (scope == RepairQueue.DATA) {
            writeMulticast(Transmit.Destination.DATA, dataSealer, sequence, out);
            counters.increment(CounterId.REPAIRS_SENT_DATA);
        } else {
            writeMulticast(Transmit.Destination.REGION, regionSealer, sequence, out);
            counters.increment(CounterId.REPAIRS_SENT_REGION);
        }
        queue.sent(nowNs);
        return true;
    }

    private void writeMulticast(Transmit.Destination to, HopSealer sealer, long sequence, Transmit out) {
        byte[] inner = store.bytes(sequence);
        RepairWriter.multicast(out, to, sealer, inner, store.length(sequence), inner, store.length(sequence));
    }

    private boolean writeAnswer(Transmit out) {
        long sequence = answers.sequence();
        Child child = children.at(answers.child());
        answers.remove();
        if (child == null || !isReachable(child) || !store.contains(sequence)) {
            return false;
        }
        writeUnicast(child, sequence, out);
        return true;
    }

    private void writeUnicast(Child child, long sequence, Transmit out) {
        byte[] inner = store.bytes(sequence);
        RepairWriter.unicast(
                out, Objects.requireNonNull(child.provenEndpoint()), sealerFor(child), inner, store.length(sequence),
                inner, store.length(sequence));
        counters.increment(CounterId.REPAIRS_SENT_UNICAST);
    }

    /** Who has left meanwhile, or was expelled, is owed nothing. */
    private static boolean isReachable(@Nullable Child child) {
        return child != null && child.isBound() && child.provenEndpoint() != null;
    }

    private HopSealer sealerFor(Child child) {
        return child.isRepairHead() ? child.down() : regionSealer;
    }

    private void oweControl(long nowNs, Child child) {
        if (control.sequence() > 0
                && !controlDueAt[child.index()]
                && !child.controlSentWithin(nowNs, controlHoldoffNs + Math.min(2 * child.rtt().rttNs(), stallNs))) {
            controlDueAt[child.index()] = true;
            controlDue++;
        }
    }

    private boolean writeControl(long nowNs, Transmit out) {
        for (int i = 0; i < controlDueAt.length && controlDue > 0; i++) {
            if (!controlDueAt[i]) {
                continue;
            }
            controlDueAt[i] = false;
            controlDue--;
            Child child = children.at(i);
            if (child != null && isReachable(child) && control.sequence() > 0) {
                child.controlSent(nowNs);
                RepairWriter.unicast(
                        out, Objects.requireNonNull(child.provenEndpoint()), sealerFor(child), control.inner(),
                        control.length(), control.digest(), 0);
                counters.increment(CounterId.CONTROL_RECORDS_SENT);
                return true;
            }
        }
        return false;
    }
}
