package io.trackmc.cli.sim;

import io.trackmc.cli.task.Task;
import io.trackmc.cli.task.TaskException;
import io.trackmc.cli.task.TaskRun;
import io.trackmc.cli.unit.Probability;
import io.trackmc.cli.unit.StreamRate;
import io.trackmc.cli.unit.TimeSpan;
import io.trackmc.sim.scale.Crypto;
import io.trackmc.sim.scale.HardshipPlan;
import io.trackmc.sim.scale.KeyChurn;
import io.trackmc.sim.scale.LoadPlan;
import io.trackmc.sim.scale.PathPlan;
import io.trackmc.sim.scale.Reach;
import io.trackmc.sim.scale.ScalePlan;
import io.trackmc.sim.scale.TreePlan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code track sim}: one session of a large tree on the simulated network. */
@Command(
        name = "sim", sortOptions = false,
        header = "Runs the engines on the deterministic network.",
        description = "Runs one session of a tree of up to " + TreePlan.MAX_RECEIVERS
                + " receivers with the same engines"
                + " on a simulated network in virtual time: everybody joins, the sender sends at its rate while paths"
                + " lose packets, receivers come and go, repair heads die or keys change, everybody completes. Checks that each receiver gets everything once, in order and"
                + " unaltered, and counts what the sender and the repair heads hear from below. The same seed has the"
                + " same history.",
        footerHeading = "%nExamples:%n",
        footer = {"  track sim", "  track sim --receivers 10000 --kill-repair-heads 0.1 --topology metro",
            "  track sim --receivers 10000 --fanout 100 --rate 100msg --expel 0.01 --crypto fast",
            "  track sim --receivers 1000000 --fanout 100 --packets 200 --json",
            "  track sim --receivers 100000 --fanout 100 --packets 200 --growth curves", "",
            "100,000 receivers take a minute or two and 2 GB of memory, 1,000,000 a quarter of an hour and 14 GB."})
public final class SimCommand implements Task {

    private static final double NS_PER_SECOND = 1e9;

    @Option(names = "--receivers", paramLabel = "N", defaultValue = "1024",
            description = "Receivers (default: ${DEFAULT-VALUE}).")
    private int receivers;

    @Option(
            names = "--fanout", paramLabel = "N", defaultValue = "32",
            description = "Children of each parent; the tree is filled top down (default: ${DEFAULT-VALUE}).")
    private int fanout;

    @Option(
            names = "--levels", paramLabel = "N", defaultValue = "0",
            description = "Levels below the sender, that of the receivers included (default: as few as --fanout allows).")
    private int levels;

    @Option(
            names = "--tenants", paramLabel = "N", defaultValue = "1",
            description = "Tenants over which the branches below the sender are spread in turn; backups may be another"
                    + " tenant's (default: ${DEFAULT-VALUE}, everything is everybody's).")
    private int tenants;

    @Option(
            names = "--loss", paramLabel = "P", defaultValue = "0.01", converter = Probability.class,
            description = "Share of datagrams that each path loses (default: ${DEFAULT-VALUE}).")
    private double loss;

    @Option(
            names = "--burst", paramLabel = "N", defaultValue = "1",
            description = "For how many packets a path that loses one loses everything; 1: each is lost by itself"
                    + " (default: ${DEFAULT-VALUE}).")
    private int burst;

    @Option(
            names = "--branch-loss", paramLabel = "P", defaultValue = "0", converter = Probability.class,
            description = "Share of datagrams that a whole branch below the sender loses at once"
                    + " (default: ${DEFAULT-VALUE}).")
    private double branchLoss;

    @Option(
            names = "--region-loss", paramLabel = "P", defaultValue = "0", converter = Probability.class,
            description = "Share of datagrams that the receivers of one region lose besides, that of the last repair head"
                    + " (default: ${DEFAULT-VALUE}).")
    private double regionLoss;

    @Option(
            names = "--packets", paramLabel = "N", defaultValue = "500",
            description = "Data packets (default: ${DEFAULT-VALUE}).")
    private int packets;

    @Option(
            names = "--rate", paramLabel = "R", defaultValue = "500msg", converter = StreamRate.Converter.class,
            description = "How fast they are sent, one message of " + LoadPlan.MESSAGE_BYTES
                    + " bytes in each (default: ${DEFAULT-VALUE}).")
    private StreamRate rate;

    @Option(
            names = "--churn", paramLabel = "P", defaultValue = "0", converter = Probability.class,
            description = "Share of receivers that crash in a minute, in bursts, and come back"
                    + " (default: ${DEFAULT-VALUE}).")
    private double churn;

    @Option(
            names = "--flash-crowd", paramLabel = "P", defaultValue = "0", converter = Probability.class,
            description = "Share of receivers that come only when data flows, all within ten seconds"
                    + " (default: ${DEFAULT-VALUE}).")
    private double flashCrowd;

    @Option(
            names = "--kill-repair-heads", paramLabel = "P", defaultValue = "0", converter = Probability.class,
            description = "Share of repair heads that die while data flows (default: ${DEFAULT-VALUE}).")
    private double killRepairHeads;

    @Option(
            names = "--expel", paramLabel = "P", defaultValue = "0", converter = Probability.class,
            description = "Share of receivers that are expelled at once while data flows, with --tenants at most "
                    + KeyChurn.MAX_EXPELLED_WITH_TENANTS + " of them (default: ${DEFAULT-VALUE}).")
    private double expel;

    @Option(
            names = "--rekey-every", paramLabel = "T", converter = TimeSpan.class,
            description = "Time between two rekeys of both layers, for a thousandth of the receivers that leaves"
                    + " and joins again (default: keys never change).")
    private @Nullable Duration rekeyEvery;

    @Option(
            names = "--topology", paramLabel = "T", defaultValue = "lan", converter = Words.OfReach.class,
            description = "How far apart nodes are: lan, data-centre, metro or continental"
                    + " (default: ${DEFAULT-VALUE}).")
    private Reach topology;

    @Option(
            names = "--crypto", paramLabel = "C", converter = Words.OfCrypto.class,
            description = "What protects packets: real or fast; fast is checksums, for the simulator only"
                    + " (default: real up to " + Crypto.REAL_UP_TO_RECEIVERS + " receivers, else fast).")
    private @Nullable Crypto crypto;

    @Option(
            names = "--growth", paramLabel = "DIR",
            description = "Runs trees of 100, 1,000, 10,000 and so on receivers first and writes how costs grow to DIR:"
                    + " growth.csv, growth.json and a picture for each.")
    private @Nullable Path growth;

    @Option(
            names = "--tree", paramLabel = "FILE",
            description = "Writes the tree as it is when half of the packets are sent, as a management address tells it (/tree).")
    private @Nullable Path tree;

    @Option(names = "--seed", paramLabel = "S", defaultValue = "1",
            description = "Seed of everything random (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Override
    public List<String> fields() {
        return SimReport.FIELDS;
    }

    @Override
    public void run(TaskRun run) {
        new SimReport(run, plan(), growth == null ? null : new GrowthCurves(growth), tree).run();
    }

    private ScalePlan plan() {
        check("--receivers", receivers, 1, TreePlan.MAX_RECEIVERS);
        check("--fanout", fanout, TreePlan.MIN_FANOUT, TreePlan.MAX_FANOUT);
        check("--burst", burst, 1, PathPlan.MAX_BURST);
        check("--packets", packets, 1, LoadPlan.MAX_PACKETS);
        checkLoss("--loss", loss);
        checkLoss("--branch-loss", branchLoss);
        checkLoss("--region-loss", regionLoss);
        TreePlan shape = new TreePlan(receivers, fanout, levels, tenants);
        if (levels != 0) {
            check("--levels", levels, shape.fewestLevels(), TreePlan.MAX_LEVELS);
        }
        check("--tenants", tenants, 1, Math.min(shape.branches(), TreePlan.MAX_TENANTS));
        return new ScalePlan(shape, new PathPlan(topology, loss, burst, branchLoss, regionLoss),
                new LoadPlan(packets, rate.messagesPerSecond(LoadPlan.MESSAGE_BYTES)),
                new HardshipPlan(churn, flashCrowd, killRepairHeads), keyChurn(),
                crypto == null ? Crypto.byDefault(receivers) : crypto, seed);
    }

    private static void checkLoss(String option, double found) {
        if (found > PathPlan.MAX_LOSS) {
            throw TaskException.usage(option + ": found " + found + ", allowed: 0 to " + PathPlan.MAX_LOSS);
        }
    }

    private KeyChurn keyChurn() {
        if (expel > KeyChurn.MAX_EXPEL) {
            throw TaskException.usage("--expel: found " + expel + ", allowed: 0 to " + KeyChurn.MAX_EXPEL);
        }
        long together = Math.round(expel * receivers);
        if (tenants > 1 && together > KeyChurn.MAX_EXPELLED_WITH_TENANTS) {
            throw TaskException
                    .usage("--expel: found " + expel + " of " + receivers + " receivers, which is " + together
                            + ", allowed with --tenants: 0 to " + KeyChurn.MAX_EXPELLED_WITH_TENANTS);
        }
        double seconds = rekeyEvery == null ? 0 : rekeyEvery.toNanos() / NS_PER_SECOND;
        if (rekeyEvery != null && seconds < KeyChurn.MIN_SECONDS) {
            throw TaskException.usage("--rekey-every: found " + seconds + " s, allowed: " + KeyChurn.MIN_SECONDS
                    + " s or more");
        }
        return new KeyChurn(expel, seconds);
    }

    private static void check(String option, int found, int least, int most) {
        if (found < least || found > most) {
            throw TaskException.usage(option + ": found " + found + ", allowed: " + least + " to " + most);
        }
    }
}
