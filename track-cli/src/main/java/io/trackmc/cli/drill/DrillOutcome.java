package io.trackmc.cli.drill;

import io.trackmc.cli.drill.report.DrillResult;
import io.trackmc.cli.picture.TextTable;
import io.trackmc.cli.task.Millis;
import io.trackmc.cli.task.TaskException;
import io.trackmc.cli.task.TaskRun;
import io.trackmc.sim.drill.Drill;
import io.trackmc.sim.drill.DrillReport;
import io.trackmc.sim.drill.Promise;
import io.trackmc.sim.drill.PromiseResult;
import io.trackmc.sim.measure.Durations;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Tells what came of a drill: a table for people, fields for programs. */
final class DrillOutcome {

    static final List<String> FIELDS = List.of("drill", "promises", "failoverMillis", "messagesLost",
            "authorityRequests", "on", "seed", "findings", "simulated", "plan");

    private static final double NS_PER_MILLISECOND = 1e6;

    private final TaskRun run;
    private final Drill drill;

    DrillOutcome(TaskRun run, Drill drill) {
        this.run = run;
        this.drill = drill;
    }

    /**
     * Tells it.
     *
     * @param results of the same drill; the last one counts, one before it was the simulator's
     * @throws TaskException when a promise was broken, in any of them
     */
    void tell(List<DrillResult> results) {
        DrillReport report = results.getLast().report();
        run.set("drill", report.drill()).set("on", results.getLast().on()).set("seed", report.seed())
                .set("promises", promises(report))
                .set("failoverMillis", Millis.json(report.failovers())).set("messagesLost", report.messagesLost())
                .set("authorityRequests", report.authorityRequests()).set("findings", report.findings());
        if (results.size() > 1) {
            run.set("simulated", promises(results.getFirst().report()));
        }
        run.people().println(drill.name() + ": " + drill.purpose());
        results.forEach(this::table);
        refuse(results);
    }

    private void table(DrillResult result) {
        PrintStream out = run.people();
        TextTable table = new TextTable(List.of("promise", "promised", "measured", ""));
        result.report().promises().forEach(each -> table.row(each.name(), each.promised().text(), each.text(),
                each.held() ? "held" : "BROKEN"));
        drill.promises().stream().filter(promised -> result.report().promises().stream()
                .noneMatch(each -> each.promised().equals(promised)))
                .forEach(promised -> table.row(promised.promise().text(), promised.text(), "cannot be seen there", ""));
        table.lines(run.peopleTerminal().pictureColumns()).forEach(out::println);
        out.println(failovers(result.report().failovers()) + "; " + result.on() + ", seed " + result.report().seed());
        result.report().findings().forEach(out::println);
    }

    private static void refuse(List<DrillResult> results) {
        String broken = results.stream().flatMap(result -> result.report().promises().stream()
                .filter(each -> !each.held())
                .map(each -> each.name() + " (" + each.text() + (results.size() > 1 ? ", " + result.on() : "") + ")"))
                .collect(Collectors.joining(", "));
        if (!broken.isEmpty()) {
            throw TaskException.failed("broken: " + broken);
        }
    }

    private static List<Map<String, @Nullable Object>> promises(DrillReport report) {
        return report.promises().stream().map(DrillOutcome::json).toList();
    }

    private static String failovers(Durations times) {
        return times.count() == 0 ? "no fail-overs"
                : String.format(Locale.ROOT,
                        "%,d fail-overs: half within %.1f ms, 99 of 100 within %.1f ms, the longest"
                                + " %.1f ms",
                        times.count(), times.percentileNs(50) / NS_PER_MILLISECOND,
                        times.percentileNs(99) / NS_PER_MILLISECOND, times.maxNs() / NS_PER_MILLISECOND);
    }

    private static Map<String, @Nullable Object> json(PromiseResult result) {
        Promise promise = result.promised().promise();
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("name", result.name());
        json.put("promised", result.promised().text());
        json.put("measured", result.measured().isPresent()
                ? number(promise.inReportUnit(result.measured().getAsDouble())) : null);
        json.put("unit", promise.reportUnit());
        json.put("held", result.held());
        return json;
    }

    private static Object number(double value) {
        return value == Math.rint(value) ? (Object) (long) value : (Object) value;
    }
}
