package io.trackmc.sim.tree;

import io.trackmc.proto.engine.Engine;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.receiver.ReceiverEngine;
import io.trackmc.proto.receiver.ReceiverState;
import io.trackmc.proto.wire.ConfirmOn;
import io.trackmc.sim.node.Launch;
import io.trackmc.sim.node.Program;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A receiver whose application takes messages with a given appetite. */
public final class ReceiverProgram implements Program {

    private static final int PACKETS_AT_ONCE = 64;
    private static final long LEAST_TURN_NS = 100_000;

    private final Launch.Journal journal;
    private final @Nullable NextSession sessions;
    private ReceiverEngine engine;
    private Appetite appetite;
    private long nextTurnNs;
    private int taken;
    private long confirmed;

    /** Makes the engine of the session that follows one that is finished. */
    @FunctionalInterface
    interface NextSession {

        /** An engine that has been started. */
        ReceiverEngine after(Incarnation finished, long nowNs);
    }

    /** @param sessions makes further sessions; null for a receiver that ends with its first */
    ReceiverProgram(ReceiverEngine engine, Appetite appetite, @Nullable NextSession sessions, Launch.Journal journal,
            long nowNs) {
        this.engine = engine;
        this.sessions = sessions;
        this.appetite = appetite;
        this.journal = journal;
        this.nextTurnNs = nowNs;
    }

    @Override
    public ReceiverEngine engine() {
        return engine;
    }

    /** Changes how the application takes messages from now on. */
    public void appetite(Appetite other, long nowNs) {
        appetite = other;
        nextTurnNs = nowNs;
    }

    @Override
    public boolean work(long nowNs) {
        if (sessions != null && isFinished() && !engine.hasDeliveries()) {
            engine = sessions.after(engine.source(), nowNs);
            confirmed = 0;
            return true;
        }
        if (!hasWork() || nextTurnNs - nowNs > 0) {
            return false;
        }
        taken = 0;
        long before = engine.deliveredSequence();
        if (isLateToConfirm()) {
            confirm(before);
            engine.confirm(nowNs, before);
        }
        engine.deliver(nowNs, this::take, PACKETS_AT_ONCE);
        if (engine.confirmOn() != ConfirmOn.APPLICATION) {
            confirmNow(nowNs);
        }
        nextTurnNs = nowNs + turnNs();
        return engine.deliveredSequence() != before || taken > 0;
    }

    /** One that confirms by itself takes its time for that: it does so at its next turn. */
    private boolean isLateToConfirm() {
        return engine.confirmOn() == ConfirmOn.APPLICATION && engine.deliveredSequence() > confirmed;
    }

    private void confirmNow(long nowNs) {
        if (appetite.explicitConfirm()) {
            engine.confirm(nowNs, engine.deliveredSequence());
        }
        confirm(engine.deliveredSequence());
    }

    private long turnNs() {
        return engine.confirmOn() == ConfirmOn.APPLICATION ? Math.max(appetite.turnNs(), LEAST_TURN_NS)
                : appetite.turnNs();
    }

    private boolean hasWork() {
        return engine.hasDeliveries() || isLateToConfirm();
    }

    private void confirm(long sequence) {
        if (sequence > confirmed) {
            confirmed = sequence;
            journal.confirmed(sequence);
        }
    }

    @Override
    public long nextWorkNs() {
        return hasWork() ? nextTurnNs : Engine.NO_DEADLINE;
    }

    /** Whether the session is over for the receiver. */
    public boolean isFinished() {
        return engine.state() == ReceiverState.FINISHED;
    }

    private boolean take(long place, byte[] bytes, int offset, int length) {
        if (taken == appetite.messagesPerTurn()) {
            return false;
        }
        taken++;
        journal.delivered(Arrays.copyOfRange(bytes, offset, offset + length));
        return true;
    }
}
