package io.trackmc.sim.scenario;

import io.trackmc.sim.observe.Trace;
import io.trackmc.sim.world.SimulationFailure;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Runs one {@link ChurnRun} and prints what happened as one line of JSON.
 *
 * <pre>
 *   ChurnMain [--seed 1] [--rekeys 1000] [--loss 0.05] [--spacing 50] [--trace]
 * </pre>
 */
public final class ChurnMain {

    private static final long MS = 1_000_000;

    private long seed = 1;
    private int rekeys = 1_000;
    private double loss = 0.05;
    private long spacingMs = 50;
    private boolean trace;

    private ChurnMain() {}

    /** Entry point. */
    public static void main(String[] args) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        ChurnMain main = new ChurnMain();
        main.parse(args);
        System.exit(main.run(out, err));
    }

    private int run(PrintStream out, PrintStream err) {
        ChurnRun run = new ChurnRun(new ChurnRun.Settings(seed, rekeys, loss, spacingMs * MS));
        if (trace) {
            run.world().observe(new Trace(err::println));
        }
        try {
            ChurnRun.Result done = run.run();
            out.printf(Locale.ROOT,
                    "{\"command\":\"churn\",\"ok\":true,\"rekeys\":%d,\"joins\":%d,\"leaves\":%d,\"expulsions\":%d,\"registrations\":%d,\"messages\":%d,"
                            + "\"applicationGaps\":%d,\"passedOver\":%d,\"expelledPacketsTried\":%d,\"contentFlips\":%d,\"simulatedSeconds\":%.1f,"
                            + "\"eventHash\":\"%016x\"}%n",
                    done.rekeys(), done.joins(), done.leaves(), done.expulsions(), done.registrations(),
                    done.messages(), done.gaps(), done.passedOver(),
                    done.packetsTried(), done.contentFlips(), done.simulatedNs() / 1e9, done.eventHash());
            return 0;
        } catch (SimulationFailure e) {
            err.println(e.getMessage());
            return 1;
        }
    }

    private void parse(String... args) {
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--seed" -> seed = Long.parseLong(args[++i]);
                case "--rekeys" -> rekeys = Integer.parseInt(args[++i]);
                case "--loss" -> loss = Double.parseDouble(args[++i]);
                case "--spacing" -> spacingMs = Long.parseLong(args[++i]);
                case "--trace" -> trace = true;
                default -> throw new IllegalArgumentException("unknown option " + args[i]);
            }
        }
    }
}
