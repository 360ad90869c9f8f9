package io.trackmc.sim.scenario;

import io.trackmc.sim.observe.ContentHash;
import io.trackmc.sim.observe.Trace;
import io.trackmc.sim.world.SimulationFailure;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Runs the swarm from the command line: {@code --seeds FROM..TO [--scenario NAME] [--trace]}.
 *
 * <p>Progress and failures go to standard error, a summary as one line of JSON to standard output. Exit code 0 when all
 * promises held, 1 when one did not, 2 for wrong usage.
 */
public final class SwarmMain {

    private static final String USAGE = "usage: --seeds FROM..TO | --seeds N   [--scenario calm|lossy|disturbed|attacked|harsh|leaving|modes|rekeying|changeover|all] [--trace]";
    private static final int PROGRESS_EVERY = 100;

    private final PrintStream out;
    private final PrintStream err;
    private final List<Long> failed = new ArrayList<>();
    private long from = 1;
    private long to = 1;
    private List<Scenario> scenarios = List.of(Scenario.values());
    private boolean trace;
    private int worstNacks;
    private int worstTracks;
    private long runs;
    private long transmissions;
    private long eventHash;

    SwarmMain(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /** Entry point. */
    public static void main(String[] args) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        System.exit(new SwarmMain(out, err).run(args));
    }

    /** Command line that repeats one run. */
    static String replay(Scenario scenario, long seed) {
        return "SwarmMain --seeds %d --scenario %s --trace".formatted(seed, scenario.text());
    }

    int run(String... args) {
        try {
            parse(args);
        } catch (IllegalArgumentException e) {
            err.println(e.getMessage() + "; " + USAGE);
            return 2;
        }
        for (long seed = from; seed <= to; seed++) {
            runSeed(seed);
            if (seed % PROGRESS_EVERY == 0) {
                err.printf("seed %d, %d runs, %d failed%n", seed, runs, failed.size());
            }
        }
        out.printf(
                "{\"command\":\"swarm\",\"ok\":%b,\"runs\":%d,\"transmissions\":%d,\"worstNacks\":%d,\"worstTracks\":%d,\"failed\":%s,\"eventHash\":\"%016x\"}%n",
                failed.isEmpty(), runs, transmissions, worstNacks, worstTracks, failed, eventHash);
        return failed.isEmpty() ? 0 : 1;
    }

    private void runSeed(long seed) {
        for (Scenario scenario : scenarios) {
            runs++;
            SwarmRun run = new SwarmRun(SwarmPlan.draw(scenario, seed));
            if (trace) {
                run.world().observe(new Trace(err::println));
            }
            try {
                note(run.run());
            } catch (SimulationFailure e) {
                failed.add(seed);
                err.println(e.getMessage());
            }
        }
    }

    private void note(SwarmResult result) {
        transmissions += result.transmissions();
        eventHash = ContentHash.add(eventHash, result.eventHash());
        worstNacks = Math.max(worstNacks, result.worstNacks());
        worstTracks = Math.max(worstTracks, result.worstTracks());
    }

    private void parse(String... args) {
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--seeds" -> parseSeeds(value(args, ++i));
                case "--scenario" -> parseScenario(value(args, ++i));
                case "--trace" -> trace = true;
                default -> throw new IllegalArgumentException("unknown option " + args[i]);
            }
        }
    }

    private static String value(String[] args, int at) {
        if (at == args.length) {
            throw new IllegalArgumentException("value missing");
        }
        return args[at];
    }

    private void parseSeeds(String range) {
        int dots = range.indexOf("..");
        from = Long.parseLong(dots < 0 ? range : range.substring(0, dots));
        to = dots < 0 ? from : Long.parseLong(range.substring(dots + 2));
    }

    private void parseScenario(String name) {
        if (!name.equals("all")) {
            scenarios = List.of(Scenario.valueOf(name.toUpperCase(Locale.ROOT)));
        }
    }
}
