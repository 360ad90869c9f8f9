package io.trackmc.sim.fuzz;

import io.trackmc.proto.engine.Path;
import io.trackmc.proto.sender.SenderEngine;
import io.trackmc.sim.tree.Place.Role;

/**
 * Plays a script over a bench: what applications and links do, and what outsiders and insiders send to one node, the
 * victim.
 *
 * <p>What outsiders send must change nothing, so that a run without it is the same run; {@code outsiders} says which of the two
 * this is.
 */
final class Attack {

    /** What a script can ask for; the order is part of the format of recorded scripts. */
    enum Step {
        ADVANCE,
        OFFER,
        LOSE,
        INSIDER,
        FORGE,
        REPLAY,
        BEGIN,
        CLOSE,
        RAW,
        REFLECT,
        FOREIGN,
        RESTART,
        LEAVE,
        ABORT
    }

    private static final Step[] STEPS = Step.values();
    private static final long[] DURATIONS_NS = {0, 60_000, 500_000, 3_000_000, 20_000_000, 110_000_000, 700_000_000,
        2_500_000_000L};
    private static final int[] SIZES = {0, 1, 100, 455, 456, 457, 2_000, 20_000};
    private static final int MAX_STEPS = 60;
    private static final long MAX_TIME_NS = 6_000_000_000L;
    private static final int MAX_RAW_BYTES = 600;

    private final Bench bench;
    private final int victim;
    private final Outsider outsider;
    private final Insider insider;
    private long timeLeftNs = MAX_TIME_NS;
    private int offered;

    Attack(Bench bench, int victim, boolean outsiders) {
        this.bench = bench;
        this.victim = victim;
        this.outsider = new Outsider(bench, victim, outsiders);
        this.insider = new Insider(bench, victim);
        bench.watch(victim);
    }

    void play(Script script) {
        bench.settle();
        for (int i = 0; i < MAX_STEPS && script.hasMore(); i++) {
            step(STEPS[script.below(STEPS.length)], script);
            bench.settle();
        }
    }

    private void step(Step step, Script script) {
        switch (step) {
            case ADVANCE -> advance(DURATIONS_NS[script.below(DURATIONS_NS.length)]);
            case OFFER -> publisher().offer(message(SIZES[script.below(SIZES.length)]));
            case LOSE -> bench.loseNext(anyNode(script), script.below(20));
            case BEGIN -> sender().begin();
            case CLOSE -> publisher().close();
            case ABORT -> publisher().abort();
            case RESTART -> restart(anyNode(script));
            case LEAVE -> leave(anyNode(script));
            case INSIDER -> insider.send(script);
            case FORGE -> outsider.forge(script);
            case REPLAY -> outsider.replay(script);
            case REFLECT -> outsider.reflect(script);
            case FOREIGN -> outsider.foreign(script);
            case RAW -> outsider.raw(script.take(script.below(MAX_RAW_BYTES)), channel(script));
        }
    }

    private void advance(long ns) {
        long allowedNs = Math.min(ns, timeLeftNs);
        timeLeftNs -= allowedNs;
        bench.advance(allowedNs);
    }

    static Path.Channel channel(Script script) {
        return Path.Channel.values()[script.below(Path.Channel.values().length)];
    }

    private int anyNode(Script script) {
        return 1 + script.below(bench.group.topology().places().size());
    }

    private SenderEngine sender() {
        return bench.node(Group.SENDER).sender();
    }

    private Publisher publisher() {
        return bench.node(Group.SENDER).publisher;
    }

    private void restart(int node) {
        if (node != victim) {
            bench.restart(node);
        }
    }

    private void leave(int node) {
        if (bench.node(node).place.role() == Role.RECEIVER) {
            bench.node(node).receiver().leave(bench.nowNs());
        }
    }

    private byte[] message(int length) {
        byte[] message = new byte[length];
        java.util.Arrays.fill(message, (byte) ++offered);
        return message;
    }
}
