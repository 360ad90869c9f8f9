package io.trackmc.proto.repairhead;

import io.trackmc.proto.engine.EngineEvent.Expelled;
import io.trackmc.proto.engine.EngineScratch;
import io.trackmc.proto.engine.EventQueue;
import io.trackmc.proto.engine.Ingress;
import io.trackmc.proto.engine.Path;
import io.trackmc.proto.engine.ProtocolConfig;
import io.trackmc.proto.engine.Transmit;
import io.trackmc.proto.event.Counters;
import io.trackmc.proto.protect.HopKeys;
import io.trackmc.proto.protect.HopVerifier;
import io.trackmc.proto.protect.KeyClass;
import io.trackmc.proto.protect.KeyLayer;
import io.trackmc.proto.protect.KeyRenewal;
import io.trackmc.proto.rekey.NodeRekeys;
import io.trackmc.proto.rekey.RekeyAsking;
import io.trackmc.proto.rekey.RekeyListener;
import io.trackmc.proto.rekey.RekeyServing;
import io.trackmc.proto.rekey.Rekeying;
import io.trackmc.proto.time.Deadlines;
import io.trackmc.proto.tree.Child;
import io.trackmc.proto.tree.Region;
import io.trackmc.proto.tree.SessionState;
import io.trackmc.proto.tree.Upstream;
import io.trackmc.proto.wire.HeartbeatMessage;
import io.trackmc.proto.wire.RekeyRequestMessage;
import java.util.random.RandomGenerator;

/** How a repair head's keys change, and how it relays rekeys of both layers, which it cannot open for others. */
final class RepairHeadKeys implements RekeyListener {

    private final int nodeId;
    private final SessionState session;
    private final Region region;
    private final Upstream upstream;
    private final SourceChannel source;
    private final RepairHeadLifecycle lifecycle;
    private final EventQueue events;
    private final Rekeying rekeying;
    private final RekeyServing serving;
    private final RekeyAsking asking;
    private long dueNs = Deadlines.NONE;

    RepairHeadKeys(HopKeys keys, NodeRekeys changing, int ownRegion, SessionState session, Region region,
            Upstream upstream, SourceChannel source, RepairHeadLifecycle lifecycle, ProtocolConfig config,
            RandomGenerator random, EventQueue events, Counters counters, EngineScratch scratch) {
        this.nodeId = keys.nodeId();
        this.session = session;
        this.region = region;
        this.upstream = upstream;
        this.source = source;
        this.lifecycle = lifecycle;
        this.events = events;
        this.rekeying = new Rekeying(keys, changing, true, this, events, counters, scratch);
        this.serving = rekeying.asParent(ownRegion, true, region.children(), region.sealer(), region.repairBudget());
        this.asking = rekeying.asChild(ownRegion, config.nack(), upstream.backoff(), random);
        region.expelled(rekeying::isExpelled);
        tellNewest();
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
            tellNewest();
            settle(nowNs);
            return;
        }
        boolean notice = packet.classCode() == KeyClass.DATA.code();
        HopVerifier verifier = notice ? source.verifier(packet) : upstream.repairVerifier(packet);
        if (verifier != null) {
            if (notice) {
                rekeying.onNotice(nowNs, packet, verifier);
            } else {
                rekeying.onRekey(nowNs, packet, verifier);
            }
            tellNewest();
            settle(nowNs);
        }
    }

    void onAnyRequest(long nowNs, Path path, Ingress request) {
        if (request.classCode() == KeyClass.STALE_PAIR.code()) {
            if (serving.onStaleRequest(nowNs, path, request)) {
                upstream.askForRekeysNow(nowNs);
            }
        } else {
            region.onUp(nowNs, path, request);
        }
    }

    void onRequest(long nowNs, Child child, Ingress request) {
        if (serving.onRequest(nowNs, child, request)) {
            region.tell(child);
        }
    }

    void onNewParent(long nowNs) {
        asking.onNewParent(nowNs);
    }

    void onHeartbeat(long nowNs, HeartbeatMessage heartbeat, boolean alone) {
        asking.onHeartbeat(nowNs, heartbeat, alone, upstream.rttNs(), upstream.siblings());
    }

    void onHeardAlone(long nowNs, int spi) {
        rekeying.onHeardAlone(nowNs, spi);
        settle(nowNs);
    }

    void onDoubt(long nowNs) {
        asking.onDoubt(nowNs);
    }

    boolean fillStaleRequest(RekeyRequestMessage request, int candidate) {
        return asking.fillStaleRequest(request, candidate);
    }

    /** An authority has given this repair head keys while it runs. */
    void renew(long nowNs, KeyLayer layer, KeyRenewal keys) {
        rekeying.renew(nowNs, layer, keys);
        tellNewest();
        settle(nowNs);
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

    boolean poll(long nowNs, Transmit out) {
        boolean sent = serving.poll(nowNs, out);
        if (rekeying.isEnabled()) {
            settle(nowNs);
        }
        return sent;
    }

    void onTimeout(long nowNs) {
        rekeying.onTimeout(nowNs);
        settle(nowNs);
    }

    long deadlineNs() {
        return dueNs;
    }

    @Override
    public void onExpelled(long nowNs, int id) {
        events.add(new Expelled(id));
        if (id == nodeId) {
            lifecycle.expel(nowNs);
        } else {
            region.expel(nowNs, id);
            upstream.binds().onExpelled(nowNs, id);
        }
    }

    @Override
    public void onInstalled(long nowNs, KeyLayer layer) {
        tellNewest();
        upstream.onInstalled(nowNs);
    }

    @Override
    public void onFlipped(long nowNs) {
        upstream.onFlipped();
        region.announce();
    }

    private void settle(long nowNs) {
        dueNs = rekeying.isEnabled() ? rekeying.nextDeadlineNs(nowNs) : Deadlines.NONE;
    }

    private void tellNewest() {
        session.rekeys(
                rekeying.updates().newest(KeyLayer.TRANSPORT), rekeying.updates().newest(KeyLayer.CONTENT));
    }
}
