package io.trackmc.sim.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.sim.fuzz.Attack.Step;
import java.io.ByteArrayOutputStream;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Runs scripts against one victim, and makes some to begin with. */
final class Scripts {

    private static final int SEEDS = 24;

    /** Two trees, each with a reliable and with a timely session. */
    private static final int CHOICES = 4;

    private Scripts() {}

    /**
     * Plays a script, once with and once without outsiders, which must make no difference, and then demands an honest
     * exchange.
     */
    static void play(byte[] input, int victim) {
        Bench attacked = played(input, victim, true);
        Bench alone = played(input, victim, false);
        assertThat(attacked.transcript.hash()).as("what happened with outsiders and without")
                .isEqualTo(alone.transcript.hash());
        Recovery.check(attacked, victim);
    }

    private static Bench played(byte[] input, int victim, boolean outsiders) {
        Script script = new Script(input);
        int choice = script.below(CHOICES);
        Group group = (choice & 1) != 0 ? Group.MIXED : Group.INTERIOR;
        Bench bench = new Bench((choice & 2) != 0 ? group.timely() : group, Recording.LATER_RUNS);
        new Attack(bench, victim, outsiders).play(script);
        return bench;
    }

    /** Sessions in which data flows and is lost, each with attacks of all kinds drawn from a seed. */
    static Stream<byte[]> seeds() {
        return IntStream.range(0, SEEDS).mapToObj(Scripts::seed);
    }

    private static byte[] seed(int number) {
        RandomGenerator random = new io.trackmc.sim.core.Seed(number).generator();
        ByteArrayOutputStream script = new ByteArrayOutputStream();
        script.write(number);
        write(script, Step.ADVANCE, 5);
        write(script, Step.BEGIN);
        for (int i = 0; i < 12; i++) {
            write(script, Step.OFFER, random.nextInt(8));
            write(script, Step.LOSE, random.nextInt(6), random.nextInt(4));
            write(script, Step.ADVANCE, random.nextInt(6));
            write(script, Step.values()[random.nextInt(Step.values().length - 2)]);
            IntStream.range(0, 12 + random.nextInt(40)).forEach(n -> script.write(random.nextInt()));
        }
        write(script, Step.CLOSE);
        write(script, Step.ADVANCE, 6);
        return script.toByteArray();
    }

    private static void write(ByteArrayOutputStream script, Step step, int... operands) {
        script.write(step.ordinal());
        for (int operand : operands) {
            script.write(operand);
        }
    }
}
