package io.trackmc.cli.sim;

import io.trackmc.cli.console.JsonReport;
import io.trackmc.cli.picture.LineChart;
import io.trackmc.sim.measure.Durations;
import io.trackmc.sim.scale.RekeyFigures;
import io.trackmc.sim.scale.ScaleResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the same run costs in trees of different sizes: a table (CSV and JSON) and a picture (SVG) for each thing that might grow. */
final class GrowthCurves {

    private static final String AXIS = "receivers";
    private static final double NS_PER_MILLISECOND = 1e6;

    private final Path directory;
    private final List<Point> points = new ArrayList<>();

    private record Point(ScaleResult result, double wallSeconds) {}

    /** @param directory is made if it is not there; files in it that have the same names are replaced */
    GrowthCurves(Path directory) {
        this.directory = directory;
    }

    /** Adds a run with more receivers than those before, and writes all files anew: a long series leaves something at each step. */
    void add(ScaleResult result, double wallSeconds) throws IOException {
        points.add(new Point(result, wallSeconds));
        Files.createDirectories(directory);
        List<Map<String, @Nullable Object>> rows = points.stream().map(GrowthCurves::row).toList();
        Files.writeString(directory.resolve("growth.csv"), csv(rows));
        Files.writeString(directory.resolve("growth.json"), JsonReport.json(rows) + "\n");
        draw();
    }

    private static Map<String, @Nullable Object> row(Point point) {
        ScaleResult result = point.result;
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("receivers", result.receivers());
        row.put("repairHeads", result.repairHeads());
        row.put("levels", result.levels());
        row.put("controlPacketsPerSecondAtSender", atSender(point));
        row.put("controlPacketsPerSecondPerSenderChild", result.controlPacketsPerSecondPerSenderChild());
        row.put("controlPacketsPerSecondAtBusiestRepairHead", result.maxControlPacketsPerRepairHeadPerSecond());
        row.put("repairsPerPacketAndRepairHead", repairs(point));
        row.put("lastDeliveryMillisP50", millis(result.times().lastDelivery(), 50));
        row.put("lastDeliveryMillisP99", millis(result.times().lastDelivery(), 99));
        row.put("lastDeliveryMillisMax", millis(result.times().lastDelivery(), 100));
        row.put("confirmationMillisP50", millis(result.times().confirmation(), 50));
        row.put("confirmationMillisP99", millis(result.times().confirmation(), 99));
        row.put("idleHeapBytesPerReceiver", idleBytes(point));
        row.put("heapBytesPerReceiver", busyBytes(point));
        RekeyFigures rekeys = result.rekeys();
        row.put("rekeyBytesPerReceiverMean", rekeys == null ? null : rekeys.meanBytesPerReceiver());
        row.put("rekeyBytesPerReceiverMax", rekeys == null ? null : rekeys.maxBytesPerReceiver());
        row.put("controllerCpuMillis", rekeys == null ? null : rekeys.controllerCpuMillis());
        row.put("wallSeconds", point.wallSeconds);
        row.put("eventHash", String.format("%016x", result.eventHash()));
        return row;
    }

    private static String csv(List<Map<String, @Nullable Object>> rows) {
        StringBuilder csv = new StringBuilder(String.join(",", rows.getFirst().keySet())).append('\n');
        for (Map<String, @Nullable Object> row : rows) {
            csv.append(row.values().stream().map(value -> value == null ? "" : value.toString())
                    .collect(Collectors.joining(","))).append('\n');
        }
        return csv.toString();
    }

    private void draw() throws IOException {
        write("control", chart("Control packets per second").line("at the sender", at(), values(GrowthCurves::atSender))
                .line("at the busiest repair head", at(),
                        values(point -> point.result.maxControlPacketsPerRepairHeadPerSecond())));
        write("repairs", chart("Repairs for each packet, per repair head").line("repairs", at(),
                values(GrowthCurves::repairs)));
        write("delivery", chart("Until the last receiver has a message, ms")
                .line("half", at(), values(point -> millis(point.result.times().lastDelivery(), 50)))
                .line("99 of 100", at(), values(point -> millis(point.result.times().lastDelivery(), 99)))
                .line("longest", at(), values(point -> millis(point.result.times().lastDelivery(), 100))));
        write("confirmation", chart("Until the sender knows that all have a packet, ms")
                .line("half", at(), values(point -> millis(point.result.times().confirmation(), 50)))
                .line("99 of 100", at(), values(point -> millis(point.result.times().confirmation(), 99))));
        write("memory", chart("Heap per receiver, bytes").line("everybody idle", at(), values(GrowthCurves::idleBytes))
                .line("in mid-session", at(), values(GrowthCurves::busyBytes)));
        write("wall", chart("Microseconds of simulation per delivery").line("this machine", at(),
                values(point -> point.wallSeconds * 1e6 / point.result.delivered())));
        if (points.stream().allMatch(point -> point.result.rekeys() != null)) {
            drawRekeys();
        }
    }

    private void drawRekeys() throws IOException {
        write("rekey", chart("Bytes of rekeys for a receiver")
                .line("mean", at(), rekeyValues(RekeyFigures::meanBytesPerReceiver))
                .line("most", at(), rekeyValues(RekeyFigures::maxBytesPerReceiver)));
        write("controller", chart("Processor time of the authorities per 1,000 receivers, ms").line("both layers", at(),
                values(point -> rekeys(point, RekeyFigures::controllerCpuMillis) * 1_000 / point.result.receivers())));
    }

    private static LineChart chart(String title) {
        return new LineChart(title, AXIS);
    }

    private void write(String name, LineChart chart) throws IOException {
        Files.writeString(directory.resolve("growth-" + name + ".svg"), chart.svg());
    }

    private double[] at() {
        return values(point -> point.result.receivers());
    }

    private double[] values(ToDoubleFunction<Point> value) {
        return points.stream().mapToDouble(value).toArray();
    }

    private double[] rekeyValues(ToDoubleFunction<RekeyFigures> value) {
        return values(point -> rekeys(point, value));
    }

    private static double rekeys(Point point, ToDoubleFunction<RekeyFigures> value) {
        RekeyFigures rekeys = point.result.rekeys();
        return rekeys == null ? Double.NaN : value.applyAsDouble(rekeys);
    }

    private static double atSender(Point point) {
        return point.result.controlPacketsAtSender() / point.result.dataSeconds();
    }

    private static double repairs(Point point) {
        return (double) point.result.repairPackets() / point.result.packets() / point.result.repairHeads();
    }

    private static double idleBytes(Point point) {
        return (double) point.result.idleHeapBytes() / point.result.receivers();
    }

    private static double busyBytes(Point point) {
        return (double) point.result.heapBytes() / point.result.receivers();
    }

    private static double millis(Durations times, int percent) {
        return times.count() == 0 ? Double.NaN : times.percentileNs(percent) / NS_PER_MILLISECOND;
    }
}
