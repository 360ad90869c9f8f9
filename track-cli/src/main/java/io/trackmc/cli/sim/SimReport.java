package io.trackmc.cli.sim;

import io.trackmc.cli.console.ProgressLine;
import io.trackmc.cli.picture.TextTable;
import io.trackmc.cli.task.Millis;
import io.trackmc.cli.task.TaskException;
import io.trackmc.cli.task.TaskRun;
import io.trackmc.net.tree.TreeText;
import io.trackmc.sim.scale.RekeyFigures;
import io.trackmc.sim.scale.ScalePlan;
import io.trackmc.sim.scale.ScaleResult;
import io.trackmc.sim.scale.ScaleRun;
import io.trackmc.sim.scale.TreeTimes;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Runs a plan, shows how far it is, and tells what it came to. */
final class SimReport {

    /** Fields of the JSON object. */
    static final List<String> FIELDS = List.of(
            "receivers", "repairHeads", "levels", "senderChildren", "tenants", "packets", "delivered", "undelivered",
            "violations", "controlPacketsAtSender", "dataSeconds", "maxControlPacketsPerRepairHeadPerSecond",
            "repairPackets", "repairBytes", "lastDeliveryMillis", "confirmationMillis", "failoverMillis", "orphans",
            "reparentedInTimePercent", "regionKeysGiven", "worstRoundTripMillis", "authorityRequests",
            "simulatedSeconds", "wallSeconds",
            "idleHeapBytes", "heapBytes", "crypto", "eventHash", "rekeys", "expelled", "left",
            "maxRekeyBytesPerReceiver", "rekeyBytesPerReceiverMean", "changeoverMillis", "changeoverTrackRounds",
            "controllerCpuMillis", "controllerCpuMillisMost", "gaps");

    private static final int SMALLEST = 100;
    private static final int STEP = 10;
    private static final double NS_PER_SECOND = 1e9;
    private static final double NS_PER_MILLISECOND = 1e6;
    private static final double BYTES_PER_MEGABYTE = 1e6;

    private final TaskRun run;
    private final ScalePlan plan;
    private final @Nullable GrowthCurves growth;
    private final @Nullable Path tree;
    private final ProgressLine progress;

    /**
     * Nothing runs yet.
     *
     * @param growth where curves go, of smaller trees too; null for none
     * @param tree file of the live tree; null for none
     */
    SimReport(TaskRun run, ScalePlan plan, @Nullable GrowthCurves growth, @Nullable Path tree) {
        this.run = run;
        this.plan = plan;
        this.growth = growth;
        this.tree = tree;
        this.progress = new ProgressLine(run.console().err(), run.console().errTerminal(), System.nanoTime());
    }

    /** @throws TaskException when somebody lacks something, or a rule was broken */
    void run() {
        if (growth != null) {
            smaller().forEach(size -> check(run(plan.withReceivers(size))));
        }
        long beginNs = System.nanoTime();
        ScaleResult result = run(plan);
        double wallSeconds = (System.nanoTime() - beginNs) / NS_PER_SECOND;
        report(result, wallSeconds);
        tell(result, wallSeconds);
        check(result);
    }

    /** 100, 1,000 and so on, as long as they are smaller than the plan's own tree. */
    private List<Integer> smaller() {
        List<Integer> sizes = new ArrayList<>();
        for (int size = SMALLEST; size < plan.tree().receivers(); size *= STEP) {
            sizes.add(size);
        }
        return sizes;
    }

    /** Whoever lacks something, or a broken rule, fails the command, when what came out has been told. */
    private static void check(ScaleResult result) {
        if (!result.isOk()) {
            String first = result.violations().isEmpty() ? "" : ": " + result.violations().getFirst();
            throw TaskException.failed("%,d receivers: %,d messages not delivered, %d violations%s".formatted(
                    result.receivers(), result.undelivered(), result.violations().size(), first));
        }
    }

    private ScaleResult run(ScalePlan each) {
        long beginNs = System.nanoTime();
        SimTree seen = tree == null ? null : new SimTree();
        ScaleResult result = new ScaleRun(each,
                new SimProgress(progress, each.tree().receivers(), each.load().packets()), seen).run();
        progress.clear();
        if (seen != null && tree != null) {
            write(seen, tree);
        }
        if (growth != null) {
            try {
                growth.add(result, (System.nanoTime() - beginNs) / NS_PER_SECOND);
            } catch (IOException e) {
                throw TaskException.failed("cannot write the curves: " + e.getMessage());
            }
        }
        return result;
    }

    private static void write(SimTree seen, Path file) {
        try {
            Files.writeString(file, TreeText.write(seen.document()) + "\n");
        } catch (IOException e) {
            throw TaskException.failed("cannot write the tree: " + e.getMessage());
        }
    }

    private void report(ScaleResult result, double wallSeconds) {
        TreeTimes times = result.times();
        run.set("receivers", result.receivers()).set("repairHeads", result.repairHeads())
                .set("levels", result.levels()).set("senderChildren", result.senderChildren())
                .set("tenants", plan.tree().tenants())
                .set("packets", result.packets()).set("delivered", result.delivered())
                .set("undelivered", result.undelivered()).set("violations", result.violations())
                .set("controlPacketsAtSender", result.controlPacketsAtSender())
                .set("dataSeconds", result.dataSeconds())
                .set("maxControlPacketsPerRepairHeadPerSecond", result.maxControlPacketsPerRepairHeadPerSecond())
                .set("repairPackets", result.repairPackets()).set("repairBytes", result.repairBytes())
                .set("lastDeliveryMillis", Millis.json(times.lastDelivery()))
                .set("confirmationMillis", Millis.json(times.confirmation()))
                .set("failoverMillis", Millis.json(times.failover())).set("orphans", times.orphans())
                .set("reparentedInTimePercent", times.inTimePercent())
                .set("regionKeysGiven", plan.tree().tenants() == 1 ? null : result.regionKeysGiven())
                .set("worstRoundTripMillis", times.worstRoundTripNs() / NS_PER_MILLISECOND)
                .set("authorityRequests", result.authorityRequests()).set("simulatedSeconds", result.simulatedSeconds())
                .set("wallSeconds", wallSeconds).set("idleHeapBytes", result.idleHeapBytes())
                .set("heapBytes", result.heapBytes())
                .set("crypto", plan.crypto().toString())
                .set("eventHash", String.format("%016x", result.eventHash()));
        if (result.rekeys() != null) {
            report(result.rekeys());
        }
    }

    private void report(RekeyFigures rekeys) {
        run.set("rekeys", rekeys.rekeys()).set("expelled", rekeys.expelled()).set("left", rekeys.left())
                .set("maxRekeyBytesPerReceiver", rekeys.maxBytesPerReceiver())
                .set("rekeyBytesPerReceiverMean", rekeys.meanBytesPerReceiver())
                .set("changeoverMillis", rekeys.changeoverMillis())
                .set("changeoverTrackRounds", rekeys.changeoverTrackRounds())
                .set("controllerCpuMillis", rekeys.controllerCpuMillis())
                .set("controllerCpuMillisMost", rekeys.controllerCpuMillisMost()).set("gaps", rekeys.gaps());
    }

    private void tell(ScaleResult result, double wallSeconds) {
        TextTable table = new TextTable(List.of("what", "how much"));
        table.row("receivers", result.receivers());
        table.row("repair heads", result.repairHeads());
        table.row("levels below the sender", result.levels());
        table.row("children of the sender", result.senderChildren());
        table.row("data packets", result.packets());
        table.row("messages delivered", result.delivered());
        table.row("messages not delivered", result.undelivered());
        table.row("repairs sent", result.repairPackets());
        table.row("control packets per second at the sender", rounded(result.controlPacketsPerSecondPerSenderChild()
                * result.senderChildren()));
        table.row("the same for each of its children", rounded(result.controlPacketsPerSecondPerSenderChild()));
        table.row("most per second at a repair head", rounded(result.maxControlPacketsPerRepairHeadPerSecond()));
        table.row("milliseconds to the last receiver", Millis.text(result.times().lastDelivery()));
        table.row("milliseconds until confirmed by all", Millis.text(result.times().confirmation()));
        if (result.times().orphans() > 0) {
            table.row("nodes that lost their parent", result.times().orphans());
            table.row("milliseconds until another one served them", Millis.text(result.times().failover()));
        }
        if (plan.tree().tenants() > 1) {
            table.row("tenants", plan.tree().tenants());
            table.row("keys given to other tenants' children", result.regionKeysGiven());
        }
        table.row("seconds simulated", rounded(result.simulatedSeconds()));
        table.row("seconds taken", rounded(wallSeconds));
        table.row("megabytes of live heap", rounded(result.heapBytes() / BYTES_PER_MEGABYTE));
        if (result.rekeys() != null) {
            tell(table, result.rekeys());
        }
        table.row("protection of packets", plan.crypto().toString());
        table.row("event hash", String.format("%016x", result.eventHash()));
        PrintStream out = run.people();
        table.lines(run.peopleTerminal().pictureColumns()).forEach(out::println);
        result.violations().forEach(out::println);
    }

    private static void tell(TextTable table, RekeyFigures rekeys) {
        table.row("rekeys", rekeys.rekeys());
        table.row("receivers expelled", rekeys.expelled());
        table.row("receivers that left", rekeys.left());
        table.row("most bytes of rekeys at a receiver", rekeys.maxBytesPerReceiver());
        table.row("milliseconds from the last key to its use", rounded(rekeys.changeoverMillis()));
        table.row("the same in rounds of Tracks", rounded(rekeys.changeoverTrackRounds()));
        table.row("milliseconds of CPU for all rekeys", rounded(rekeys.controllerCpuMillis()));
        table.row("gaps at members", rekeys.gaps());
    }

    private static String rounded(double number) {
        return String.format(Locale.ROOT, "%.1f", number);
    }
}
