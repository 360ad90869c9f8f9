package io.trackmc.cli.drill.live;

import com.typesafe.config.Config;
import io.trackmc.sim.drill.Drill;
import io.trackmc.sim.drill.DrillReport;
import io.trackmc.sim.drill.Durations;
import io.trackmc.sim.drill.PromiseResult;
import io.trackmc.sim.drill.PromisedLimit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Puts together what the processes of a drill reported. */
final class LiveMeasures {

    private static final double PER_CENT = 100;
    private static final long FOREVER = Long.MAX_VALUE;

    private final Drill drill;
    private final Durations failovers = new Durations();
    private final List<String> findings = new ArrayList<>();
    private int orphans;
    private int inTime;
    private long longestNs;
    private long lost;
    private int incomplete;
    private long rekeys;

    LiveMeasures(Drill drill) {
        this.drill = drill;
    }

    /** A repair head was killed, or another parent faulted; whose it was follows from what the receivers wrote before. */
    void fault(String parent, long nanoTime, Map<String, ParentLog> logs) {
        logs.forEach((receiver, log) -> {
            if (log.hadParent(parent, nanoTime)) {
                orphan(receiver, log, nanoTime);
            }
        });
    }

    private void orphan(String receiver, ParentLog log, long nanoTime) {
        orphans++;
        long boundNs = log.after(nanoTime, "bound", FOREVER);
        long servedNs = log.after(nanoTime, "served", FOREVER);
        if (boundNs >= 0) {
            longestNs = Math.max(longestNs, boundNs);
            inTime += boundNs <= 2 * drill.timing().detectionNs() ? 1 : 0;
        } else {
            findings.add(receiver + " found no other parent");
        }
        if (servedNs >= 0) {
            failovers.add(servedNs);
        }
    }

    /** What a receiver said at its end. */
    void receiver(String name, Config report, String lastWords) {
        boolean whole = report.hasPath("complete") && report.getBoolean("complete") && report.getBoolean("ok");
        long gaps = report.hasPath("gaps") ? report.getLong("gaps") : 1;
        lost += whole ? gaps : Math.max(1, gaps);
        if (!whole) {
            incomplete++;
            findings.add(name + " is incomplete: " + lastWords);
        }
    }

    /** What an authority said at its end. It makes a rekey when the group has gone on to the one before, so all but the last are completed. */
    void authority(String name, Config report, String lastWords) {
        if (report.hasPath("ok") && report.getBoolean("ok")) {
            rekeys += Math.max(0, report.getLong("rekeys") - 1);
        } else {
            findings.add(name + " ended badly: " + lastWords);
        }
    }

    /** Of the promises, those that can be measured on processes from outside. */
    DrillReport report(long seed) {
        List<PromiseResult> results = drill.promises().stream().flatMap(this::judge).toList();
        return new DrillReport(drill.name(), seed, results, failovers, lost, null, findings);
    }

    private Stream<PromiseResult> judge(PromisedLimit promised) {
        return switch (promised.promise()) {
            case MESSAGES_LOST -> Stream.of(promised.judge(lost));
            case INCOMPLETE_RECEIVERS -> Stream.of(promised.judge(incomplete));
            case FAILOVER_P99 -> Stream.of(failovers.count() == 0 ? promised.notMeasured()
                    : promised.judge(failovers.percentileNs(99)));
            case LONGEST_ORPHANED -> Stream.of(orphans == 0 ? promised.notMeasured() : promised.judge(longestNs));
            case REPARENTED -> Stream.of(orphans == 0 ? promised.notMeasured()
                    : promised.judge(PER_CENT * inTime / orphans));
            case REKEYS_COMPLETED -> Stream.of(promised.judge(rekeys));
            default -> Stream.empty();
        };
    }
}
