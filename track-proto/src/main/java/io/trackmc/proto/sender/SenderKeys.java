package io.trackmc.proto.sender;

import io.trackmc.proto.aggregate.SubtreeSummary;
import io.trackmc.proto.engine.EngineEvent.Expelled;
import io.trackmc.proto.engine.EngineScratch;
import io.trackmc.proto.engine.EventQueue;
import io.trackmc.proto.engine.Ingress;
import io.trackmc.proto.engine.Path;
import io.trackmc.proto.engine.Transmit;
import io.trackmc.proto.event.Counters;
import io.trackmc.proto.event.DropReason;
import io.trackmc.proto.protect.ContentSealer;
import io.trackmc.proto.protect.HopKeys;
import io.trackmc.proto.protect.KeyClass;
import io.trackmc.proto.protect.KeyLayer;
import io.trackmc.proto.protect.KeyRenewal;
import io.trackmc.proto.rekey.NodeRekeys;
import io.trackmc.proto.rekey.RekeyListener;
import io.trackmc.proto.rekey.RekeyServing;
import io.trackmc.proto.rekey.Rekeying;
import io.trackmc.proto.time.Deadlines;
import io.trackmc.proto.tree.Child;
import io.trackmc.proto.tree.Region;
import io.trackmc.proto.tree.SessionState;
import io.trackmc.proto.wire.CloseRecord;
import org.jspecify.annotations.Nullable;

/** How the sender's keys change: rekeys enter the tree here, and here it is decided when their epochs are used. */
final class SenderKeys implements RekeyListener {

    private final int nodeId;
    private final ContentSealer sealer;
    private final SessionState session;
    private final Region region;
    private final Outbox outbox;
    private final SendWindow window;
    private final DataChannel data;
    private final SenderLifecycle lifecycle;
    private final EventQueue events;
    private final Rekeying rekeying;
    private final RekeyServing serving;
    private final ExpulsionNotices notices;
    private final SubtreeSummary summary = new SubtreeSummary();
    private long dueNs = Deadlines.NONE;

    SenderKeys(HopKeys keys, ContentSealer sealer, NodeRekeys changing, SessionState session, Region region,
            Outbox outbox, SendWindow window, DataChannel data, SenderLifecycle lifecycle, EventQueue events,
            Counters counters, EngineScratch scratch) {
        this.nodeId = keys.nodeId();
        this.sealer = sealer;
        this.session = session;
        this.region = region;
        this.outbox = outbox;
        this.window = window;
        this.data = data;
        this.lifecycle = lifecycle;
        this.events = events;
        this.rekeying = new Rekeying(keys, changing, true, this, events, counters, scratch);
        this.notices = new ExpulsionNotices(keys, data::writeRekey);
        this.serving = rekeying.asParent(SenderConfig.REGION, false, region.children(), region.sealer(),
                region.repairBudget());
        region.expelled(rekeying::isExpelled);
        tellNewest();
        tellContent();
    }

    void start(long nowNs) {
        rekeying.start(nowNs);
    }

    @Nullable
    DropReason enter(long nowNs, byte[] inner) {
        DropReason refused = rekeying.enter(nowNs, inner);
        if (refused == null) {
            notices.onRekey(nowNs, inner);
        }
        tellNewest();
        check(nowNs);
        return refused;
    }

    /** An authority has given the sender keys while it runs: they are used when everybody below has them, as those of any rekey. */
    void renew(long nowNs, KeyLayer layer, KeyRenewal keys) {
        rekeying.renew(nowNs, layer, keys);
        tellNewest();
        check(nowNs);
    }

    void onAnyRequest(long nowNs, Path path, Ingress request) {
        if (request.classCode() == KeyClass.STALE_PAIR.code()) {
            serving.onStaleRequest(nowNs, path, request);
        } else {
            region.onUp(nowNs, path, request);
        }
    }

    void onRequest(long nowNs, Child child, Ingress request) {
        if (serving.onRequest(nowNs, child, request)) {
            region.tell(child);
        }
    }

    boolean poll(long nowNs, Transmit out) {
        return notices.poll(nowNs, out) || serving.poll(nowNs, out);
    }

    void onTimeout(long nowNs) {
        if (rekeying.isEnabled()) {
            rekeying.onTimeout(nowNs);
            check(nowNs);
        }
    }

    long deadlineNs() {
        return Deadlines.earlier(dueNs, notices.deadlineNs());
    }

    /** Children have come, gone or reported: an epoch may have reached all of them. */
    void check(long nowNs) {
        if (!rekeying.isEnabled()) {
            return;
        }
        summary.compute(region.children());
        if (!notices.isUntold()) {
            rekeying.onQuorum(nowNs, summary.transportEpoch());
        }
        long content = summary.contentEpoch() == 0 ? SubtreeSummary.NO_CHILD : summary.contentEpoch();
        long stable = summary.children() == 0 ? outbox.lastSealed() : window.stable();
        if (rekeying.checkContent(nowNs, content, stable, outbox.lastSealed())) {
            data.contentSpi(sealer.contentSpi(), outbox.lastSealed());
            lifecycle.announceEpoch(nowNs);
            tellContent();
            region.announce();
        }
        outbox.hold(rekeying.sealed().isHeld(nowNs));
        dueNs = Deadlines.earlier(rekeying.nextDeadlineNs(nowNs), rekeying.contentDeadlineNs(nowNs));
    }

    @Override
    public void onExpelled(long nowNs, int id) {
        events.add(new Expelled(id));
        if (id == nodeId) {
            lifecycle.end(nowNs, CloseRecord.REASON_ABORTED);
        } else {
            region.expel(nowNs, id);
        }
    }

    @Override
    public void onInstalled(long nowNs, KeyLayer layer) {
        tellNewest();
    }

    @Override
    public void onFlipped(long nowNs) {
        region.announce();
        data.hastenNullData(nowNs);
    }

    private void tellContent() {
        session.content(rekeying.updates().activeEpoch(KeyLayer.CONTENT), rekeying.sealed().first(),
                rekeying.sealed().firstOfPrevious());
    }

    private void tellNewest() {
        session.rekeys(
                rekeying.updates().newest(KeyLayer.TRANSPORT), rekeying.updates().newest(KeyLayer.CONTENT));
    }
}
