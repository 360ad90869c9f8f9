package io.trackmc.cli.sim;

import io.trackmc.cli.task.Task;
import io.trackmc.cli.task.TaskException;
import io.trackmc.cli.task.TaskRun;
import io.trackmc.cli.unit.Probability;
import io.trackmc.cli.unit.StreamRate;
import io.trackmc.sim.scale.Reach;
import io.trackmc.sim.scale.ScalePlan;
import io.trackmc.sim.scale.ScalePlan.Crypto;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code track sim}: one session of a large tree on the simulated network. */
@Command(
        name = "sim", sortOptions = false,
        header = "Runs the engines on the deterministic network.",
        description = "Runs one session of a tree of up to " + ScalePlan.MAX_RECEIVERS
                + " receivers with the same engines"
                + " on a simulated network in virtual time: everybody joins, the sender sends at its rate while paths"
                + " lose packets, everybody completes. Checks that each receiver gets everything once, in order and"
                + " unaltered, and counts what the sender and the repair heads hear from below. The same seed has the"
                + " same history.",
        footerHeading = "%nExamples:%n",
        footer = {"  track sim", "  track sim --receivers 10000 --kill-repair-heads 0.1 --topology metro",
            "  track sim --receivers 100000 --json", "",
            "100,000 receivers take 3 to 10 minutes, and 9 GB of memory with real keys."})
public final class SimCommand implements Task {

    @Option(names = "--receivers", paramLabel = "N", defaultValue = "1024",
            description = "Receivers (default: ${DEFAULT-VALUE}).")
    private int receivers;

    @Option(
            names = "--fanout", paramLabel = "N", defaultValue = "32",
            description = "Children of each parent; the tree is filled top down (default: ${DEFAULT-VALUE}).")
    private int fanout;

    @Option(
            names = "--loss", paramLabel = "P", defaultValue = "0.01", converter = Probability.class,
            description = "Share of datagrams that each path loses (default: ${DEFAULT-VALUE}).")
    private double loss;

    @Option(
            names = "--burst", paramLabel = "N", defaultValue = "1",
            description = "Longest run of datagrams that are lost together, within 2 ms (default: ${DEFAULT-VALUE}).")
    private int burst;

    @Option(
            names = "--packets", paramLabel = "N", defaultValue = "500",
            description = "Data packets (default: ${DEFAULT-VALUE}).")
    private int packets;

    @Option(
            names = "--rate", paramLabel = "R", defaultValue = "500msg", converter = StreamRate.Converter.class,
            description = "How fast they are sent, one message of " + ScalePlan.MESSAGE_BYTES
                    + " bytes in each (default: ${DEFAULT-VALUE}).")
    private StreamRate rate;

    @Option(
            names = "--churn", paramLabel = "P", defaultValue = "0", converter = Probability.class,
            description = "Share of receivers that crash in a minute and come back (default: ${DEFAULT-VALUE}).")
    private double churn;

    @Option(
            names = "--kill-repair-heads", paramLabel = "P", defaultValue = "0", converter = Probability.class,
            description = "Share of repair heads that die while data flows (default: ${DEFAULT-VALUE}).")
    private double killRepairHeads;

    @Option(
            names = "--topology", paramLabel = "T", defaultValue = "lan", converter = Words.OfReach.class,
            description = "How far apart nodes are: lan, metro or continental (default: ${DEFAULT-VALUE}).")
    private Reach topology;

    @Option(
            names = "--crypto", paramLabel = "C", defaultValue = "real", converter = Words.OfCrypto.class,
            description = "What protects packets: real or fast; fast is checksums, for the simulator only"
                    + " (default: ${DEFAULT-VALUE}).")
    private Crypto crypto;

    @Option(names = "--seed", paramLabel = "S", defaultValue = "1",
            description = "Seed of everything random (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Override
    public List<String> fields() {
        return SimReport.FIELDS;
    }

    @Override
    public void run(TaskRun run) {
        new SimReport(run, plan()).run();
    }

    private ScalePlan plan() {
        check("--receivers", receivers, 1, ScalePlan.MAX_RECEIVERS);
        check("--fanout", fanout, ScalePlan.MIN_FANOUT, ScalePlan.MAX_FANOUT);
        check("--burst", burst, 1, ScalePlan.MAX_BURST);
        check("--packets", packets, 1, ScalePlan.MAX_PACKETS);
        if (loss > ScalePlan.MAX_LOSS) {
            throw TaskException.usage("--loss: found " + loss + ", allowed: 0 to " + ScalePlan.MAX_LOSS);
        }
        return new ScalePlan(receivers, fanout, loss, burst, packets, rate.messagesPerSecond(ScalePlan.MESSAGE_BYTES),
                churn, killRepairHeads, topology, crypto, seed);
    }

    private static void check(String option, int found, int least, int most) {
        if (found < least || found > most) {
            throw TaskException.usage(option + ": found " + found + ", allowed: " + least + " to " + most);
        }
    }
}
