package io.trackmc.cli.sim;

import io.trackmc.cli.console.ProgressLine;
import io.trackmc.cli.picture.TextTable;
import io.trackmc.cli.task.TaskException;
import io.trackmc.cli.task.TaskRun;
import io.trackmc.sim.scale.ScalePlan;
import io.trackmc.sim.scale.ScaleResult;
import io.trackmc.sim.scale.ScaleRun;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/** Runs a plan, shows how far it is, and tells what it came to. */
final class SimReport {

    /** Fields of the JSON object. */
    static final List<String> FIELDS = List.of(
            "receivers", "repairHeads", "levels", "senderChildren", "packets", "delivered", "undelivered",
            "violations", "controlPacketsAtSender", "dataSeconds", "maxControlPacketsPerRepairHeadPerSecond",
            "repairPackets", "authorityRequests", "simulatedSeconds", "wallSeconds", "heapBytes", "crypto",
            "eventHash");

    private static final double NS_PER_SECOND = 1e9;
    private static final double BYTES_PER_MEGABYTE = 1e6;

    private final TaskRun run;
    private final ScalePlan plan;
    private final long beginNs = System.nanoTime();
    private final ProgressLine progress;

    SimReport(TaskRun run, ScalePlan plan) {
        this.run = run;
        this.plan = plan;
        this.progress = new ProgressLine(run.console().err(), run.console().errTerminal(), beginNs);
    }

    /** @throws TaskException when somebody lacks something, or a rule was broken */
    void run() {
        ScaleResult result = new ScaleRun(plan, this::show).run();
        progress.clear();
        double wallSeconds = (System.nanoTime() - beginNs) / NS_PER_SECOND;
        report(result, wallSeconds);
        tell(result, wallSeconds);
        if (!result.isOk()) {
            String first = result.violations().isEmpty() ? "" : ": " + result.violations().getFirst();
            throw TaskException.failed(result.undelivered() + " messages not delivered, "
                    + result.violations().size() + " violations" + first);
        }
    }

    private void show(String phase, double simulatedSeconds, long offered, long delivered) {
        long nowNs = System.nanoTime();
        if (progress.isDue(nowNs)) {
            progress.show(nowNs, String.format(Locale.ROOT, "%s: %.2f s simulated, %d of %d packets, %d deliveries",
                    phase, simulatedSeconds, offered, plan.packets(), delivered));
        }
    }

    private void report(ScaleResult result, double wallSeconds) {
        run.set("receivers", result.receivers()).set("repairHeads", result.repairHeads())
                .set("levels", result.levels()).set("senderChildren", result.senderChildren())
                .set("packets", result.packets()).set("delivered", result.delivered())
                .set("undelivered", result.undelivered()).set("violations", result.violations())
                .set("controlPacketsAtSender", result.controlPacketsAtSender())
                .set("dataSeconds", result.dataSeconds())
                .set("maxControlPacketsPerRepairHeadPerSecond", result.maxControlPacketsPerRepairHeadPerSecond())
                .set("repairPackets", result.repairPackets())
                .set("authorityRequests", result.authorityRequests()).set("simulatedSeconds", result.simulatedSeconds())
                .set("wallSeconds", wallSeconds).set("heapBytes", result.heapBytes())
                .set("crypto", plan.crypto().toString())
                .set("eventHash", String.format("%016x", result.eventHash()));
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
        table.row("seconds simulated", rounded(result.simulatedSeconds()));
        table.row("seconds taken", rounded(wallSeconds));
        table.row("megabytes of live heap", rounded(result.heapBytes() / BYTES_PER_MEGABYTE));
        table.row("event hash", String.format("%016x", result.eventHash()));
        PrintStream out = run.people();
        table.lines(run.peopleTerminal().pictureColumns()).forEach(out::println);
        result.violations().forEach(out::println);
    }

    private static String rounded(double number) {
        return String.format(Locale.ROOT, "%.1f", number);
    }
}
