package io.trackmc.cli.role;

import io.trackmc.cli.console.JsonReport;
import io.trackmc.cli.task.Fault;
import io.trackmc.cli.task.TaskException;
import io.trackmc.net.node.ChildStatus;
import io.trackmc.sender.SenderStatus;
import java.io.Closeable;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How far a transfer is, a line of JSON each second, for programs. What the fields mean is in {@code docs/files.md}; none is taken away or changes its meaning. A file that cannot be written
 * any more ends the lines and not the transfer. Any thread, one at a time.
 */
final class SendStatus implements Closeable {

    /** Standard output on the command line. */
    static final String STANDARD_OUTPUT = "-";

    private static final long INTERVAL_NS = 1_000_000_000L;

    private final @Nullable PrintStream out;
    private final boolean owned;
    private long nextNs;

    private SendStatus(@Nullable PrintStream out, boolean owned, long nowNs) {
        this.out = out;
        this.owned = owned;
        this.nextNs = nowNs;
    }

    /**
     * Begins.
     *
     * @param file name of a file, which is written anew, or {@link #STANDARD_OUTPUT}; null for nowhere
     */
    static SendStatus open(@Nullable String file, PrintStream standardOutput, long nowNs) {
        if (file == null || file.equals(STANDARD_OUTPUT)) {
            return new SendStatus(file == null ? null : standardOutput, false, nowNs);
        }
        try {
            return new SendStatus(new PrintStream(Files.newOutputStream(Path.of(file)), true, StandardCharsets.UTF_8),
                    true, nowNs);
        } catch (IOException e) {
            throw TaskException.usage("--status: " + Fault.text(e), e);
        }
    }

    /** Whether standard output is for these lines only. */
    boolean hasStandardOutput() {
        return out != null && !owned;
    }

    /** Writes a line, when it is time for one. */
    synchronized void tick(long nowNs, SendPace pace, SenderStatus status) {
        if (out != null && nextNs - nowNs <= 0) {
            nextNs = nowNs + INTERVAL_NS;
            write(line(pace.phase(), nowNs, pace, status));
        }
    }

    /** Writes the last line. */
    synchronized void end(long nowNs, boolean ok, SendPace pace, SenderStatus status,
            List<Map<String, Object>> receivers) {
        if (out != null) {
            Map<String, @Nullable Object> line = line(ok ? "done" : "failed", nowNs, pace, status);
            line.put("standings", receivers);
            write(line);
        }
    }

    private void write(Map<String, @Nullable Object> line) {
        if (out != null) {
            out.println(JsonReport.json(line));
            out.flush();
        }
    }

    private static Map<String, @Nullable Object> line(String phase, long nowNs, SendPace pace, SenderStatus status) {
        Map<String, @Nullable Object> line = new LinkedHashMap<>();
        line.put("timeMillis", System.currentTimeMillis());
        line.put("phase", phase);
        line.put("pass", pace.pass());
        line.put("passes", pace.passes());
        line.put("bytes", pace.sent(status));
        line.put("totalBytes", pace.total() < 0 ? null : pace.total());
        line.put("bytesPerSecond", pace.bytesPerSecond(nowNs, status));
        line.put("etaSeconds", pace.etaSeconds(nowNs, status));
        line.put("receivers", status.receivers());
        line.put("expectedReceivers", Math.max(pace.awaited(), status.expected()));
        line.put("confirmedReceivers", status.confirmed());
        line.put("lateReceivers", status.late());
        line.put("failedReceivers", status.failed());
        line.put("expelledReceivers", status.failures().expelled());
        line.put("packets", status.highestSent());
        line.put("repairsSent", status.repairsSent());
        line.put("nacksReceived", status.nacksReceived());
        ChildStatus slowest = pace.slowest(status);
        line.put("slowest", slowest == null ? null : slowest(slowest));
        line.put("children", status.children().stream().map(SendStatus::child).toList());
        return line;
    }

    private static Map<String, Object> slowest(ChildStatus child) {
        Map<String, Object> slowest = new LinkedHashMap<>();
        slowest.put("child", child.name());
        slowest.put("node", child.slowest());
        slowest.put("behindPackets", child.behind());
        return slowest;
    }

    private static Map<String, Object> child(ChildStatus child) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("name", child.name());
        one.put("repairHead", child.repairHead());
        one.put("receivers", child.receivers());
        one.put("behindPackets", child.behind());
        one.put("rttMicros", child.rttNs() / 1000);
        return one;
    }

    @Override
    public void close() {
        if (owned && out != null) {
            out.close();
        }
    }
}
