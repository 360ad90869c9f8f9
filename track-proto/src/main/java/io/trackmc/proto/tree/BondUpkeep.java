package io.trackmc.proto.tree;

import io.trackmc.proto.engine.Ingress;
import io.trackmc.proto.engine.TreeTiming;
import io.trackmc.proto.protect.HopKeys;
import io.trackmc.proto.time.Deadlines;
import io.trackmc.proto.wire.BindConfirmMessage;
import io.trackmc.proto.wire.OuterHeader;

/**
 * What goes on between a child and the parent that it is bound to: the request that was confirmed is repeated, and the answers bring what only they tell.
 *
 * <p>A parent that has forgotten the child, because nothing came through for a while, so knows it again; the answer under the pair key shows that it lives;
 * and one of another tenant gives the key of its region in an epoch that has come meanwhile.
 */
final class BondUpkeep {

    private final HopKeys keys;
    private final TreeTiming timing;
    private final ParentWatch watch;
    private final RequestTimer timer;
    private final BindListener listener;
    private final RegionKeyWait regionKeys;
    private long askedNs;

    BondUpkeep(HopKeys keys, TreeTiming timing, ParentWatch watch, RequestTimer timer, BindListener listener) {
        this.keys = keys;
        this.timing = timing;
        this.watch = watch;
        this.timer = timer;
        this.listener = listener;
        this.regionKeys = new RegionKeyWait(keys, timing);
    }

    /** The child is bound from now on. */
    void begin(long nowNs, ParentBond bond) {
        regionKeys.begin(bond.parent());
        askedNs = nowNs;
        timer.wakeAt(Deadlines.after(nowNs, regionKeys.nextNs(bond.parent())));
    }

    /** The request is due again. */
    void refresh(long nowNs) {
        askedNs = nowNs;
        watch.takeTurn(nowNs);
        if (watch.isDoubtful(nowNs)) {
            listener.onDoubt(nowNs);
        }
        ParentBond bond = watch.bond();
        long nextNs = bond == null ? timing.bindRefreshNs() : regionKeys.nextNs(bond.parent());
        timer.wakeAt(Deadlines.after(nowNs, nextNs));
        timer.sendOnce();
    }

    /** Keys are installed: the request is repeated soon if they are of an epoch in which the parent has to give the key of its region. */
    void onInstalled(long nowNs) {
        ParentBond bond = watch.bond();
        if (bond != null && regionKeys.onInstalled(bond.parent())) {
            timer.hasten(nowNs);
        }
    }

    /** Newest transport epoch that is installed with all that it takes to hear the parent in it. */
    long usableEpoch() {
        ParentBond bond = watch.bond();
        return bond == null ? keys.transportEpoch() : regionKeys.usableEpoch(bond.parent());
    }

    /** Takes from the newest BindConfirm what only it tells: how far counters are under keys that others hold too, and how far the sender is. */
    void takeNews(long nowNs, Ingress packet, BindConfirmMessage confirm) {
        ParentBond bond = watch.bond();
        if (bond != null) {
            int spi = OuterHeader.spi(packet.bytes(), packet.offset());
            bond.region().floor(spi, confirm.regionCounter());
            listener.onSourceCounter(spi, confirm.sourceCounter());
            if (confirm.senderRtt() > 0) {
                listener.onSenderRtt(nowNs, confirm.senderRtt() * 1000L);
            }
        }
    }

    /** When the request is due: earlier than by the timer when too little is heard of the parent. */
    long dueNs() {
        return watch.askAtNs(timer.deadlineNs(), askedNs);
    }
}
