package io.trackmc.proto.tree;

import io.trackmc.proto.engine.EngineEvent.ChildBound;
import io.trackmc.proto.engine.EngineEvent.ChildGone;
import io.trackmc.proto.engine.EngineEvent.ChildLoss;
import io.trackmc.proto.engine.EventQueue;
import io.trackmc.proto.engine.TreeTiming;
import io.trackmc.proto.event.CounterId;
import io.trackmc.proto.event.Counters;
import io.trackmc.proto.receipt.ReceiptLedger;
import io.trackmc.proto.time.Deadlines;
import io.trackmc.proto.wire.MessageType;
import org.jspecify.annotations.Nullable;

/**
 * Which children of a region count: from when on, until when, and what stays known of those that are gone (see {@link Child.State}).
 */
final class RegionMembership {

    /** How long a child that was given up is known, so that its next packet brings it back. */
    private static final long LOST_KEPT_NS = 30_000_000_000L;

    /** How long a child that held the group back may not be bound again. A little less than the child itself stays away. */
    private static final long BARRED_NS = ParentSearch.STAY_AWAY_NS - 1_000_000_000L;

    private final ChildTable children;
    private final Admission admission;
    private final BindAnswers answers;
    private final ChildMonitor monitor;
    private final ChildRoom room;
    private final SubtreeTally tally;
    private final RegionOwner owner;
    private final TreeTiming timing;
    private final EventQueue events;
    private final Counters counters;
    private @Nullable ReceiptLedger receipts;

    RegionMembership(
            ChildTable children,
            Admission admission,
            BindAnswers answers,
            ChildMonitor monitor,
            ChildRoom room,
            SubtreeTally tally,
            RegionOwner owner,
            TreeTiming timing,
            EventQueue events,
            Counters counters) {
        this.children = children;
        this.admission = admission;
        this.answers = answers;
        this.monitor = monitor;
        this.room = room;
        this.tally = tally;
        this.owner = owner;
        this.timing = timing;
        this.events = events;
        this.counters = counters;
    }

    /** Keeps an account of what each child confirms, from now on. */
    void keepReceipts(ReceiptLedger ledger) {
        receipts = ledger;
    }

    /** A child asked to bind: it is watched from now on. */
    void onBindRequest(int id) {
        Child provisional = children.provisional(id);
        if (provisional != null) {
            monitor.watch(provisional);
        }
    }

    /** Counts a child from its first packet under both incarnations on, and again when one that was lost speaks. */
    void onSpoken(long nowNs, Child child, MessageType type) {
        switch (child.state()) {
            case PROVISIONAL -> promote(nowNs, child);
            case LOST -> {
                if ((admission.admits(child) && children.takePlace(child.id())) || type == MessageType.UNBIND_REQUEST) {
                    promote(nowNs, child);
                } else {
                    sendAway(nowNs, child);
                }
            }
            case LEFT -> {
                if (type == MessageType.TRACK || type == MessageType.NACK) {
                    sendAway(nowNs, child);
                }
            }
            case BOUND, HELD -> {}
        }
    }

    /** A child says good-bye. A receiver speaks for itself alone. */
    void onGoodBye(long nowNs, Child child, boolean done, FarewellCounts counts) {
        if (child.receipts() != null && !child.isRepairHead() && done && counts.complete() + counts.late() > 0) {
            child.receipts().complete(counts.complete() > 0);
        }
        takeOver(child, done || child.isRepairHead() ? counts : new FarewellCounts(0, 0, counts.failed()));
        boolean complete = done && (child.isRepairHead() || counts.complete() > 0 || counts.late() > 0);
        goes(nowNs, child, Child.State.LEFT, complete ? ChildLoss.DONE : ChildLoss.LEFT);
        keep(nowNs, child, timing.interiorSilenceNs());
    }

    /** Looks at all children now and then: whoever leaves the source little room is probed earlier, and sent away if that is the policy. */
    void lookForSlow(long nowNs) {
        for (int i = 0; i < children.size(); i++) {
            Child child = children.at(i);
            if (child != null && child.isBound()) {
                if (room.isTooSlow(nowNs, child)) {
                    eject(nowNs, child);
                } else {
                    monitor.watch(child);
                }
            }
        }
    }

    void onTimeout(long nowNs) {
        for (Child child = monitor.nextExpired(nowNs); child != null; child = monitor.nextExpired(nowNs)) {
            expire(nowNs, child);
        }
    }

    long nextDeadlineNs() {
        return monitor.nextDeadlineNs();
    }

    /** Nothing is owed to the expelled, not even a word; what it has confirmed before stays confirmed. */
    void expel(long nowNs, int id) {
        answers.dismiss(children.provisional(id));
        Child child = children.settled(id);
        if (child != null) {
            answers.forget(child);
            if (child.isBound()) {
                keepCounts(child);
                goes(nowNs, child, child.leavesOrphans() ? Child.State.HELD : Child.State.LEFT, ChildLoss.EXPELLED);
                keep(nowNs, child, timing.interiorSilenceNs());
            }
        }
    }

    /** This parent stops: whoever is still there, because it knows no other, is given up and told to go. */
    void abandonAll(long nowNs) {
        for (int i = 0; i < children.size(); i++) {
            Child child = children.at(i);
            if (child != null && child.isBound()) {
                giveUp(nowNs, child);
                answers.owe(child, Child.Reply.EJECT_REQUEST);
            }
        }
    }

    /** Sends all children away under their pair keys and forgets them with all tallies. */
    void reset(long nowNs) {
        for (int i = 0; i < children.size(); i++) {
            Child child = children.at(i);
            if (child != null) {
                resetChild(nowNs, child);
            }
        }
        tally.clear();
    }

    private void resetChild(long nowNs, Child child) {
        switch (child.state()) {
            case BOUND -> {
                children.unbind(child, Child.State.LEFT);
                closeAccount(child, ChildLoss.EJECTED);
                events.add(new ChildGone(child.id(), ChildLoss.EJECTED));
                sendAway(nowNs, child);
            }
            case LOST -> children.unbind(child, Child.State.LEFT);
            case HELD -> children.release(child);
            case PROVISIONAL -> resetProvisional(nowNs, child);
            case LEFT -> child.bar(Deadlines.NONE);
        }
    }

    /** Whoever waits for an answer gets one about the new session; whoever has had one may believe in the old. */
    private void resetProvisional(long nowNs, Child child) {
        if (child.reply() == Child.Reply.NONE) {
            answers.dismiss(children.settled(child.id()));
            children.settle(child, Child.State.LEFT);
            sendAway(nowNs, child);
        }
    }

    private void sendAway(long nowNs, Child child) {
        keep(nowNs, child, child.isBarred(nowNs) ? BARRED_NS : timing.interiorSilenceNs());
        answers.owe(child, Child.Reply.EJECT_REQUEST);
    }

    private void promote(long nowNs, Child child) {
        Child older = children.promote(child);
        child.progressed(nowNs);
        child.heard(nowNs);
        tally.returned(child.id(), child.incarnation().high());
        if (receipts != null) {
            boolean rejoined = child.report().lateReceiverCount() > 0;
            child.receipts(receipts.open(child.id(), child.incarnation(), child.isRepairHead(), rejoined));
        }
        monitor.watch(child);
        if (older != null) {
            answers.forget(older);
            if (older.isBound()) {
                keepCounts(older);
                closeAccount(older, ChildLoss.RESTARTED);
                holdForOrphans(older);
                events.add(new ChildGone(older.id(), ChildLoss.RESTARTED));
                owner.onChildGone(nowNs, older, ChildLoss.RESTARTED);
            }
        }
        events.add(new ChildBound(child.id(), child.isRepairHead()));
        owner.onChildBound(nowNs, child);
    }

    /**
     * They believe that it lives until it has been silent for long enough, and its later run knows nothing of them. One run of a child is held at a
     * time: who starts again and again takes no more places, and holds nothing for longer.
     */
    private void holdForOrphans(Child older) {
        if (older.leavesOrphans() && !children.isHolding(older.id())) {
            children.hold(older);
            keep(older.lastHeardNs(), older, timing.interiorSilenceNs() + timing.probes() * timing.probeNs());
        }
    }

    private void takeOver(Child child, FarewellCounts counts) {
        if (child.isRepairHead()) {
            tally.departed(counts);
        } else if ((counts.complete() > 0 || counts.late() > 0)
                && !tally.confirmed(child.id(), counts.complete() == 0)) {
            counters.increment(CounterId.CONFIRMATIONS_IGNORED);
        }
    }

    private void keepCounts(Child child) {
        tally.keep(
                child.id(),
                child.incarnation().high(),
                child.report().completeCount(),
                child.report().lateCount());
    }

    private void expire(long nowNs, Child child) {
        if (child.isBound()) {
            giveUp(nowNs, child);
        } else if (child.isHeld()) {
            release(nowNs, child);
        } else {
            loseProvisional(nowNs, child);
        }
    }

    /** Orphans that have not turned up by now are waited for no longer. Those of one that is back may be under it again. */
    private void release(long nowNs, Child child) {
        children.release(child);
        boolean expelled = child.state() == Child.State.LEFT;
        if (expelled) {
            tally.failed(child.id(), child.report().receiverCount(), false);
            keep(nowNs, child, timing.interiorSilenceNs());
        }
        owner.onChildGone(nowNs, child, expelled ? ChildLoss.EXPELLED : ChildLoss.RESTARTED);
    }

    private void giveUp(long nowNs, Child child) {
        count(child, false);
        answers.forget(child);
        goes(nowNs, child, Child.State.LOST, ChildLoss.SILENT);
        keep(nowNs, child, LOST_KEPT_NS);
    }

    /** The child is told why, as often as it goes on reporting, and is not bound again for a while. */
    private void eject(long nowNs, Child child) {
        count(child, true);
        child.bar(Deadlines.after(nowNs, BARRED_NS));
        goes(nowNs, child, Child.State.LEFT, ChildLoss.TOO_SLOW);
        counters.increment(CounterId.CHILDREN_EJECTED);
        sendAway(nowNs, child);
    }

    private void count(Child child, boolean tooSlow) {
        tally.failed(child.id(), child.report().receiverCount(), tooSlow);
        keepCounts(child);
    }

    /** The child may believe that it is bound. While an older run of it still counts, it waits. */
    private void loseProvisional(long nowNs, Child child) {
        Child older = children.settled(child.id());
        if (older != null && older.isBound()) {
            keep(nowNs, child, timing.interiorSilenceNs());
            return;
        }
        answers.dismiss(older);
        answers.forget(child);
        children.settle(child, Child.State.LOST);
        keep(nowNs, child, LOST_KEPT_NS);
    }

    private static void closeAccount(Child child, ChildLoss why) {
        if (child.receipts() != null) {
            child.receipts().gone(why);
        }
    }

    private void goes(long nowNs, Child child, Child.State newState, ChildLoss why) {
        children.unbind(child, newState);
        closeAccount(child, why);
        events.add(new ChildGone(child.id(), why));
        owner.onChildGone(nowNs, child, why);
    }

    private void keep(long nowNs, Child child, long forNs) {
        child.expiresNs(Deadlines.after(nowNs, forNs));
        monitor.watch(child);
    }
}
