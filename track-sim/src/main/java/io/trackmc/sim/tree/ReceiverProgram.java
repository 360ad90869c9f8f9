package io.trackmc.sim.tree;

import io.trackmc.proto.engine.Engine;
import io.trackmc.proto.receiver.ReceiverEngine;
import io.trackmc.proto.receiver.ReceiverState;
import io.trackmc.sim.node.Launch;
import io.trackmc.sim.node.Program;

import java.util.Arrays;

/** A receiver whose application takes messages with a given appetite. */
public final class ReceiverProgram implements Program {

    private static final int PACKETS_AT_ONCE = 64;

    private final ReceiverEngine engine;
    private final Appetite appetite;
    private final Launch.Journal journal;
    private long nextTurnNs;
    private int taken;

    ReceiverProgram(ReceiverEngine engine, Appetite appetite, Launch.Journal journal, long nowNs) {
        this.engine = engine;
        this.appetite = appetite;
        this.journal = journal;
        this.nextTurnNs = nowNs;
    }

    @Override
    public ReceiverEngine engine() {
        return engine;
    }

    @Override
    public boolean work(long nowNs) {
        if (!engine.hasDeliveries() || nextTurnNs - nowNs > 0) {
            return false;
        }
        taken = 0;
        long before = engine.deliveredSequence();
        engine.deliver(nowNs, this::take, PACKETS_AT_ONCE);
        if (appetite.explicitConfirm()) {
            engine.confirm(nowNs, engine.deliveredSequence());
        }
        nextTurnNs = nowNs + appetite.turnNs();
        return engine.deliveredSequence() != before || taken > 0;
    }

    @Override
    public long nextWorkNs() {
        return engine.hasDeliveries() ? nextTurnNs : Engine.NO_DEADLINE;
    }

    /** Whether the session is over for the receiver. */
    public boolean isFinished() {
        return engine.state() == ReceiverState.FINISHED;
    }

    private boolean take(byte[] bytes, int offset, int length) {
        if (taken == appetite.messagesPerTurn()) {
            return false;
        }
        taken++;
        journal.delivered(Arrays.copyOfRange(bytes, offset, offset + length));
        return true;
    }
}
