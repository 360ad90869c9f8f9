package io.trackmc.sim.tree;

import io.trackmc.proto.engine.Engine;
import io.trackmc.proto.sender.SenderEngine;
import io.trackmc.proto.sender.SenderState;
import io.trackmc.sim.node.Launch;
import io.trackmc.sim.node.Program;

import org.jspecify.annotations.Nullable;

/** A sender whose application waits for receivers, offers the messages of a load at its pace, and closes. */
public final class SourceProgram implements Program {

    private final SenderEngine engine;
    private final Load load;
    private final int awaitedReceivers;
    private final Launch.Journal journal;
    private final long giveUpWaitingNs;
    private final long openUntilNs;
    private long nextOfferNs;
    private int nextMessage;
    private byte @Nullable [] message;
    private int taken;
    private boolean ended;

    /**
     * @param awaitedReceivers how many receivers must be bound before it begins
     * @param waitNs how long it waits for them before it begins without
     * @param stayNs how long the session stays open at least, from now on
     */
    SourceProgram(SenderEngine engine, Load load, int awaitedReceivers, long waitNs, long stayNs,
            Launch.Journal journal, long nowNs) {
        this.engine = engine;
        this.load = load;
        this.awaitedReceivers = awaitedReceivers;
        this.journal = journal;
        this.giveUpWaitingNs = nowNs + waitNs;
        this.openUntilNs = nowNs + stayNs;
        this.nextOfferNs = nowNs;
    }

    @Override
    public SenderEngine engine() {
        return engine;
    }

    @Override
    public boolean work(long nowNs) {
        return switch (engine.state()) {
            case FORMING -> begin(nowNs);
            case ACTIVE -> offer(nowNs);
            default -> false;
        };
    }

    @Override
    public long nextWorkNs() {
        return switch (engine.state()) {
            case FORMING -> giveUpWaitingNs;
            case ACTIVE -> message == null ? nextStepNs() : Engine.NO_DEADLINE;
            default -> Engine.NO_DEADLINE;
        };
    }

    /** What is left of the load is not sent: the session closes. */
    public void endLoad() {
        ended = true;
    }

    /** Whether the session is over for the sender. */
    public boolean isFinished() {
        return engine.state() == SenderState.FINISHED;
    }

    private boolean begin(long nowNs) {
        if (engine.receiversFromStart() < awaitedReceivers && giveUpWaitingNs - nowNs > 0) {
            return false;
        }
        engine.begin();
        nextOfferNs = nowNs;
        return true;
    }

    private boolean offer(long nowNs) {
        if (message == null && nextOfferNs - nowNs > 0) {
            return false;
        }
        if (message == null && (ended || nextMessage == load.messages())) {
            if (!ended && openUntilNs - nowNs > 0) {
                return false;
            }
            journal.closed();
            engine.close(nowNs);
            return true;
        }
        byte[] current = message == null ? load.message(nextMessage) : message;
        int more = engine.offer(current, 0, current.length, taken);
        message = current;
        if (more < 0) {
            return false;
        }
        taken += more;
        if (taken == current.length) {
            completed(nowNs, current);
        }
        return true;
    }

    private long nextStepNs() {
        return nextMessage == load.messages() && openUntilNs - nextOfferNs > 0 ? openUntilNs : nextOfferNs;
    }

    private void completed(long nowNs, byte[] whole) {
        journal.offered(whole);
        message = null;
        taken = 0;
        nextMessage++;
        nextOfferNs = load.intervalNs() == 0 ? nowNs : nextOfferNs + load.intervalNs();
    }
}
