package io.trackmc.proto.receiver;

import io.trackmc.proto.engine.EngineEvent.Expelled;
import io.trackmc.proto.engine.EngineScratch;
import io.trackmc.proto.engine.EventQueue;
import io.trackmc.proto.engine.Ingress;
import io.trackmc.proto.engine.ProtocolConfig;
import io.trackmc.proto.event.Counters;
import io.trackmc.proto.protect.HopKeys;
import io.trackmc.proto.protect.HopVerifier;
import io.trackmc.proto.protect.KeyClass;
import io.trackmc.proto.protect.KeyLayer;
import io.trackmc.proto.protect.KeyRenewal;
import io.trackmc.proto.rekey.NodeRekeys;
import io.trackmc.proto.rekey.RekeyAsking;
import io.trackmc.proto.rekey.RekeyListener;
import io.trackmc.proto.rekey.Rekeying;
import io.trackmc.proto.time.Deadlines;
import io.trackmc.proto.tree.Upstream;
import io.trackmc.proto.window.ReceiveWindow;
import io.trackmc.proto.wire.ContentEpochFields;
import io.trackmc.proto.wire.HeartbeatMessage;
import io.trackmc.proto.wire.RekeyRequestMessage;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** How a receiver's keys change: it takes rekeys in, and forgets a content key when nothing is missing that it opens. */
final class ReceiverKeys implements RekeyListener {

    private static final int NO_REGION = -1;
    private static final long REPORT_NS = 100_000_000L;

    private final int nodeId;
    private final Membership membership;
    private final DataChannel channel;
    private final Upstream upstream;
    private final ReceiveWindow window;
    private final EventQueue events;
    private final Rekeying rekeying;
    private final RekeyAsking asking;
    /** Where keys never change everything is granted. */
    private final @Nullable GrantedContent granted;
    private long oldestGiven;
    private boolean leftBehind;
    private long dueNs = Deadlines.NONE;
    private long reportNs = Deadlines.NONE;

    ReceiverKeys(HopKeys keys, NodeRekeys changing, Membership membership, DataChannel channel, ReceiveWindow window,
            ProtocolConfig config, RandomGenerator random, EventQueue events, Counters counters,
            EngineScratch scratch) {
        this.nodeId = keys.nodeId();
        this.membership = membership;
        this.channel = channel;
        this.upstream = membership.upstream();
        this.window = window;
        this.events = events;
        this.rekeying = new Rekeying(keys, changing, false, this, events, counters, scratch);
        this.granted = rekeying.isEnabled() ? new GrantedContent() : null;
        this.asking = rekeying.asChild(NO_REGION, config.nack(), upstream.backoff(), random);
    }

    void start(long nowNs) {
        rekeying.start(nowNs);
        settle(nowNs);
    }

    void onRekey(long nowNs, Ingress packet) {
        if (packet.classCode() == KeyClass.STALE_PAIR.code()) {
            long before = rekeying.updates().activeEpoch(KeyLayer.TRANSPORT);
            if (upstream.isAsked(nowNs, packet) && rekeying.onStaleRekey(nowNs, packet)) {
                upstream.answeredStale(
                        nowNs, packet, rekeying.updates().activeEpoch(KeyLayer.TRANSPORT) != before);
            }
            advance(nowNs);
            return;
        }
        boolean notice = packet.classCode() == KeyClass.DATA.code();
        HopVerifier verifier = notice ? channel.verifierOf(packet) : upstream.repairVerifier(packet);
        if (verifier != null) {
            if (notice) {
                rekeying.onNotice(nowNs, packet, verifier);
            } else {
                rekeying.onRekey(nowNs, packet, verifier);
            }
            advance(nowNs);
        }
    }

    /** This receiver joins: returns the first sequence that it wants, of those that its rules would give it. */
    long firstGranted(ContentEpochFields told, long firstByRules) {
        if (granted == null) {
            return firstByRules;
        }
        granted.begin(Math.max(oldestGiven, rekeying.updates().oldestEpoch(KeyLayer.CONTENT)));
        granted.told(told.epoch(), told.first(), told.firstOfPrevious());
        long first = Math.max(firstByRules, granted.firstAtJoin());
        granted.start(first);
        return first;
    }

    /** A parent says to this receiver alone where content epochs begin; returns where this receiver begins at the earliest, or 0. */
    long firstGranted(long nowNs, ContentEpochFields told) {
        if (granted == null) {
            return GrantedContent.UNKNOWN;
        }
        asking.onContentEpoch(nowNs, told.epoch());
        settle(nowNs);
        granted.told(told.epoch(), told.first(), told.firstOfPrevious());
        return granted.first(window.tracker().cumAck());
    }

    /** Before this nothing that is missing can ever be opened, as repairs show; 0 when there is nothing of that kind. */
    long firstOpenable() {
        return granted == null ? GrantedContent.UNKNOWN : granted.firstOpenable(window.tracker().cumAck());
    }

    /** A repair came under a content key that is not here. */
    void onUnopenable(int contentSpi, long sequence) {
        if (granted != null && isUnheardOf(contentSpi)) {
            granted.unopenable(sequence, rekeying.updates().installedEpoch(KeyLayer.CONTENT));
        }
    }

    /** Whether content epochs of this session are missing here, between those that this receiver has had since it began and those that it was given later. */
    boolean wasLeftBehind() {
        return leftBehind;
    }

    /** An authority has given this receiver keys while it runs. */
    void renew(long nowNs, KeyLayer layer, KeyRenewal keys) {
        long newest = rekeying.updates().installedEpoch(layer);
        long oldest = rekeying.renew(nowNs, layer, keys);
        if (granted != null && layer == KeyLayer.CONTENT && oldest > newest + 1) {
            oldestGiven = oldest;
            leftBehind |= membership.state() != ReceiverState.JOINING && granted.hasBegun(newest);
            granted.goOn(oldest);
        }
        advance(nowNs);
    }

    /** A sequence of the data stream has opened: so can all that follow, unless there is a hole in the keys behind its own. */
    void onData(int contentSpi, long sequence) {
        if (granted == null) {
            return;
        }
        if (oldestGiven == 0 || rekeying.updates().epochOf(KeyLayer.CONTENT, contentSpi) >= oldestGiven) {
            granted.opened(sequence);
        }
    }

    /** This receiver has another parent. */
    void onNewParent(long nowNs) {
        asking.onNewParent(nowNs);
    }

    void onHeartbeat(long nowNs, HeartbeatMessage heartbeat, boolean alone) {
        asking.onHeartbeat(nowNs, heartbeat, alone, upstream.rttNs(), upstream.siblings());
    }

    void onHeardAlone(long nowNs, int spi) {
        if (rekeying.isEnabled()) {
            rekeying.onHeardAlone(nowNs, spi);
            settle(nowNs);
        }
    }

    /** The parent is not heard any more as it should be. */
    void onDoubt(long nowNs) {
        asking.onDoubt(nowNs);
    }

    /** Something opened from which follows that everything from a sequence on is sealed under its key, or later ones. */
    void onOpened(long nowNs, int contentSpi, long sequence) {
        if (rekeying.isEnabled() && !rekeying.opened().isIdle()) {
            rekeying.opened().opened(contentSpi, sequence);
            advance(nowNs);
        }
    }

    /** Something says that content is sealed under a key: if that was announced and is not here, it is asked for. Nothing else follows. */
    void onContentHint(long nowNs, int contentSpi) {
        if (rekeying.isEnabled() && contentSpi != 0
                && rekeying.updates().epochOf(KeyLayer.CONTENT, contentSpi) == 0) {
            asking.onUnknownSpi(nowNs, KeyLayer.CONTENT, contentSpi);
        }
    }

    /**
     * Whether to report a repair under a key that is neither here nor announced, although this receiver certainly has that for the sequence: somebody
     * has made it up, or this receiver has not heard yet of the rekey. Not often, because nothing holds the answer back.
     */
    boolean isReportable(long nowNs, int contentSpi, long sequence) {
        boolean forged = granted != null && granted.covers(sequence) && isUnheardOf(contentSpi);
        if (!forged || !(reportNs == Deadlines.NONE || Deadlines.isDue(reportNs, nowNs))) {
            return false;
        }
        reportNs = Deadlines.after(nowNs, REPORT_NS);
        return true;
    }

    /** Whether a content SPI is of no epoch that is here or announced, as far as the parent has told this receiver alone of rekeys. */
    private boolean isUnheardOf(int contentSpi) {
        return asking.isUpToDate(KeyLayer.CONTENT)
                && rekeying.updates().epochOf(KeyLayer.CONTENT, contentSpi) == 0
                && !rekeying.updates().isAnnounced(KeyLayer.CONTENT, contentSpi);
    }

    boolean fillStaleRequest(RekeyRequestMessage request, int candidate) {
        return asking.fillStaleRequest(request, candidate);
    }

    void askedStale(long nowNs) {
        asking.askedStale(nowNs);
        settle(nowNs);
    }

    boolean fillAsideRequest(RekeyRequestMessage request, int candidate) {
        return asking.fillAsideRequest(request, candidate);
    }

    boolean isStarved(long nowNs) {
        return asking.isStarved(nowNs);
    }

    boolean fillRequest(long nowNs, RekeyRequestMessage request) {
        return asking.fillRequest(nowNs, request);
    }

    long requestDeadlineNs() {
        return asking.requestDeadlineNs();
    }

    void onTimeout(long nowNs) {
        if (rekeying.isEnabled()) {
            rekeying.onTimeout(nowNs);
            advance(nowNs);
        }
    }

    long deadlineNs() {
        return dueNs;
    }

    @Override
    public void onExpelled(long nowNs, int id) {
        events.add(new Expelled(id));
        if (id == nodeId) {
            membership.expelled();
        } else {
            upstream.binds().onExpelled(nowNs, id);
        }
    }

    @Override
    public void onInstalled(long nowNs, KeyLayer layer) {
        upstream.onInstalled(nowNs);
    }

    @Override
    public void onFlipped(long nowNs) {
        upstream.onFlipped();
    }

    private void advance(long nowNs) {
        rekeying.advanceContent(nowNs, window.tracker().cumAck());
        settle(nowNs);
    }

    private void settle(long nowNs) {
        dueNs = rekeying.nextDeadlineNs(nowNs);
    }
}
