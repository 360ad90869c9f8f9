package io.trackmc.proto.receiver;

import io.trackmc.proto.engine.EngineEvent.Expelled;
import io.trackmc.proto.engine.EventQueue;
import io.trackmc.proto.engine.Ingress;
import io.trackmc.proto.engine.ProtocolConfig;
import io.trackmc.proto.event.Counters;
import io.trackmc.proto.feedback.ExponentialBackoff;
import io.trackmc.proto.protect.HopKeys;
import io.trackmc.proto.protect.HopVerifier;
import io.trackmc.proto.protect.KeyClass;
import io.trackmc.proto.protect.KeyLayer;
import io.trackmc.proto.rekey.NodeRekeys;
import io.trackmc.proto.rekey.RekeyListener;
import io.trackmc.proto.rekey.Rekeying;
import io.trackmc.proto.time.Deadlines;
import io.trackmc.proto.tree.Upstream;
import io.trackmc.proto.window.ReceiveWindow;
import io.trackmc.proto.wire.HeartbeatMessage;
import io.trackmc.proto.wire.RekeyRequestMessage;
import java.util.random.RandomGenerator;

/** How a receiver's keys change: it takes rekeys in, and forgets a content key when nothing is missing that it opens. */
final class ReceiverKeys implements RekeyListener {

    private static final int NO_REGION = -1;
    private static final long UNGRANTED_NS = 3_000_000_000L;

    private final int nodeId;
    private final Membership membership;
    private final Upstream upstream;
    private final ReceiveWindow window;
    private final EventQueue events;
    private final Rekeying rekeying;
    private long dueNs = Deadlines.NONE;
    private long unknownSequence;
    private long unknownSinceNs = Deadlines.NONE;
    private long unknownAtRekey;
    private long sentBefore;
    private int unknownSpi;

    ReceiverKeys(HopKeys keys, NodeRekeys changing, Membership membership, ReceiveWindow window, ProtocolConfig config,
            RandomGenerator random, EventQueue events, Counters counters) {
        this.nodeId = keys.nodeId();
        this.membership = membership;
        this.upstream = membership.upstream();
        this.window = window;
        this.events = events;
        this.rekeying = new Rekeying(keys, changing, false, this, events, counters);
        rekeying.asChild(NO_REGION, config.nack(), new ExponentialBackoff(config.nack().backoffK(),
                config.nack().backoffMinimumNs(), config.nack().backoffMaximumNs(), random));
    }

    void start(long nowNs) {
        rekeying.start(nowNs);
        settle(nowNs);
    }

    void onRekey(long nowNs, Ingress packet) {
        if (packet.classCode() == KeyClass.STALE_PAIR.code()) {
            rekeying.onStaleRekey(nowNs, packet);
            advance(nowNs);
            return;
        }
        HopVerifier verifier = upstream.repairVerifier(packet);
        if (verifier != null) {
            rekeying.onRekey(nowNs, packet, verifier);
            advance(nowNs);
        }
    }

    /** This receiver has joined when everything up to a sequence was sent: of an epoch not granted, that can only be of one before. */
    void joined(long highestSent) {
        sentBefore = highestSent;
    }

    void onHeartbeat(long nowNs, HeartbeatMessage heartbeat) {
        rekeying.onHeartbeat(nowNs, heartbeat, upstream.rttNs(), upstream.siblings());
    }

    void onHeard(long nowNs, int spi) {
        if (rekeying.isEnabled()) {
            rekeying.onHeard(nowNs, spi);
            settle(nowNs);
        }
    }

    /** Something opened, or was given up: a key may have had its time. */
    void onOpened(long nowNs, int contentSpi, long sequence) {
        if (!rekeying.isEnabled()) {
            return;
        }
        unknownSinceNs = Deadlines.NONE;
        giveUpUngranted(sequence);
        if (rekeying.opened().isIdle()) {
            return;
        }
        rekeying.opened().seen(contentSpi, sequence);
        advance(nowNs);
    }

    /** A packet did not open because its epoch is not installed; returns whether it is now. */
    boolean onUnknownContentSpi(long nowNs, int contentSpi, long sequence) {
        if (!rekeying.isEnabled()) {
            return false;
        }
        boolean announced = rekeying.opened().seen(contentSpi, sequence);
        if (!announced && isUngranted(nowNs, sequence)) {
            membership.giveUpThrough(sequence);
            return false;
        }
        if (!announced && !rekeying.updates().isAnnounced(KeyLayer.CONTENT, contentSpi)
                && sequence > unknownSequence) {
            unknownSequence = sequence;
            unknownSpi = contentSpi;
        }
        rekeying.onUnknownSpi(nowNs, KeyLayer.CONTENT, contentSpi);
        return announced && rekeying.advanceContent(nowNs, window.tracker().cumAck());
    }

    /** The source has sent everything up to a sequence, and seals what follows under a content epoch. */
    void onSourceSilent(long nowNs, int contentSpi, long highestSent) {
        if (rekeying.isEnabled() && contentSpi != 0) {
            rekeying.opened().seen(contentSpi, highestSent + 1);
            advance(nowNs);
        }
    }

    boolean fillStaleRequest(RekeyRequestMessage request) {
        return rekeying.fillStaleRequest(request);
    }

    boolean isStarved() {
        return rekeying.isStarved();
    }

    boolean fillRequest(long nowNs, RekeyRequestMessage request) {
        return rekeying.fillRequest(nowNs, request);
    }

    long requestDeadlineNs() {
        return rekeying.requestDeadlineNs();
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
        upstream.tracks().hasten();
    }

    @Override
    public void onFlipped(long nowNs) {
        // What goes up is sealed anew from now on; nobody waits for that.
    }

    /**
     * An epoch of which nobody announces anything is one from before this receiver was given keys: certainly so of what was sent before it
     * joined, and of anything else when it stays so for long.
     */
    private boolean isUngranted(long nowNs, long sequence) {
        if (!rekeying.isUpToDate(KeyLayer.CONTENT)
                || rekeying.updates().newest(KeyLayer.CONTENT) != unknownAtRekey || unknownSinceNs == Deadlines.NONE) {
            unknownAtRekey = rekeying.updates().newest(KeyLayer.CONTENT);
            unknownSinceNs = Deadlines.after(nowNs, 0);
        }
        return rekeying.isUpToDate(KeyLayer.CONTENT)
                && (sequence <= sentBefore || nowNs - unknownSinceNs > UNGRANTED_NS);
    }

    /**
     * Epochs rise with sequences: what is before something that opened, and of an epoch that no rekey known here brings, is of one before
     * those that this receiver was granted.
     */
    private void giveUpUngranted(long opened) {
        if (unknownSequence != 0 && unknownSequence < opened) {
            if (!rekeying.opened().isKnown(unknownSpi)) {
                membership.giveUpThrough(unknownSequence);
            }
            unknownSequence = 0;
        }
    }

    private void advance(long nowNs) {
        rekeying.advanceContent(nowNs, window.tracker().cumAck());
        settle(nowNs);
    }

    private void settle(long nowNs) {
        dueNs = rekeying.nextDeadlineNs(nowNs);
    }
}
