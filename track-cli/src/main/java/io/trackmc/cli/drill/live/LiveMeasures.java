package io.trackmc.cli.drill.live;

import io.trackmc.cli.process.ParentLog;
import com.typesafe.config.Config;
import io.trackmc.net.tree.ParentEvent.Kind;
import io.trackmc.sim.drill.Drill;
import io.trackmc.sim.drill.DrillReport;
import io.trackmc.sim.drill.Promise;
import io.trackmc.sim.measure.Durations;
import io.trackmc.sim.drill.PromiseResult;
import io.trackmc.sim.drill.PromisedLimit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Puts together what the processes of a drill have told. One thread. */
public final class LiveMeasures {

    private static final double PER_CENT = 100;
    private static final double NS_PER_MS = 1e6;

    /** Packets on which the keys of each that was expelled must be tried, or nothing is shown. */
    private static final long LEAST_TRIED = 100;
    private static final long FOREVER = Long.MAX_VALUE;

    private final Drill drill;
    private final Durations failovers = new Durations();
    private final List<String> findings = new ArrayList<>();
    private int orphans;
    private int inTime;
    private long longestNs;
    private long lost;
    private int incomplete;
    private @Nullable Long rekeys;
    private final List<Config> outcasts = new ArrayList<>();
    private final List<OrphanStory> stories = new ArrayList<>();
    private final Set<Promise> seenElsewhere;
    private final Map<Promise, Double> elsewhere = new EnumMap<>(Promise.class);

    /** With nothing told yet. */
    public LiveMeasures(Drill drill) {
        this(drill, Set.of());
    }

    /**
     * The same.
     *
     * @param elsewhere promises that are {@linkplain #measured measured elsewhere}: one that was not then is broken
     */
    public LiveMeasures(Drill drill, Set<Promise> elsewhere) {
        this.drill = drill;
        this.seenElsewhere = Set.copyOf(elsewhere);
    }

    /** A repair head was killed, or went; whose parent it was follows from what its children wrote before. */
    public void fault(String parent, long nanoTime, Map<String, ParentLog> logs) {
        fault(parent, nanoTime, 0, logs);
    }

    /**
     * The same with a parent that stood still or was cut off for a while.
     *
     * @param lastsNs how long; who did not miss it in that time, or soon after, has lost nothing. 0 for one that was gone
     */
    public void fault(String parent, long nanoTime, long lastsNs, Map<String, ParentLog> logs) {
        logs.forEach((child, log) -> {
            if (log.hadParent(parent, nanoTime) && (lastsNs == 0 || log.after(nanoTime, Kind.LOST,
                    nanoTime + lastsNs + 2 * drill.timing().detectionNs()) >= 0)) {
                orphan(child, parent, log, nanoTime);
            }
        });
    }

    /**
     * A node has lost its parent because it was itself held up, or cut off. It counts from the end of that; what happened before was at once.
     *
     * @param endNs of what was wrong with the node
     * @param lostNs when it gave its parent up
     */
    public void ownFault(String node, String parent, long endNs, long lostNs, ParentLog log) {
        tell(new OrphanStory(node, parent, endNs, Math.max(0, lostNs - endNs), since(log, lostNs, Kind.BOUND, endNs),
                since(log, lostNs, Kind.SERVED, endNs), since(log, lostNs, Kind.CAUGHT_UP, endNs)));
    }

    private static long since(ParentLog log, long lostNs, Kind kind, long endNs) {
        long afterNs = log.after(lostNs, kind, FOREVER);
        return afterNs < 0 ? -1 : Math.max(0, lostNs + afterNs - endNs);
    }

    private void orphan(String child, String parent, ParentLog log, long nanoTime) {
        tell(new OrphanStory(child, parent, nanoTime, log.after(nanoTime, Kind.LOST, FOREVER),
                log.after(nanoTime, Kind.BOUND, FOREVER), log.after(nanoTime, Kind.SERVED, FOREVER),
                log.after(nanoTime, Kind.CAUGHT_UP, FOREVER)));
    }

    private void tell(OrphanStory story) {
        orphans++;
        stories.add(story);
        if (story.boundNs() >= 0) {
            longestNs = Math.max(longestNs, story.boundNs());
            inTime += story.boundNs() <= 2 * drill.timing().detectionNs() ? 1 : 0;
        } else {
            long sinceNs = System.nanoTime() - story.faultNs();
            longestNs = Math.max(longestNs, sinceNs);
            failovers.add(sinceNs);
            findings.add(story.child() + " found no other parent");
        }
        if (story.servedNs() >= 0) {
            failovers.add(story.servedNs());
        }
    }

    /** What a receiver said at its end. */
    void receiver(String name, Config report, String lastWords) {
        boolean whole = report.hasPath("complete") && report.getBoolean("complete") && report.getBoolean("ok");
        receiver(name, whole, report.hasPath("gaps") ? report.getLong("gaps") : 1, lastWords);
    }

    /**
     * What is known of a receiver at the end.
     *
     * @param whole whether it has everything that was due to it
     * @param gaps what it has lost for good
     * @param why it is not whole, or anything
     */
    public void receiver(String name, boolean whole, long gaps, String why) {
        lost += whole ? gaps : Math.max(1, gaps);
        if (!whole) {
            incomplete++;
            findings.add(name + " is incomplete: " + why);
        }
    }

    /** What the sender said at its end: how often it has gone on to other keys. */
    void sender(Config report) {
        rekeys = report.hasPath("rekeysCompleted") ? (Long) report.getLong("rekeysCompleted") : null;
    }

    /** How often the sender has gone on to other keys. */
    public void rekeys(long completed) {
        rekeys = completed;
    }

    /** Something that was measured elsewhere. */
    public void measured(Promise promise, double value) {
        elsewhere.put(promise, value);
    }

    /** Something that people should know. */
    public void finding(String line) {
        findings.add(line);
    }

    /** What became of those who lost a parent, in the order of time. */
    public List<OrphanStory> stories() {
        return stories.stream().sorted(Comparator.comparingLong(OrphanStory::faultNs)).toList();
    }

    /** What an authority said at its end. */
    void authority(String name, Config report, String lastWords) {
        if (!report.hasPath("ok") || !report.getBoolean("ok")) {
            findings.add(name + " ended badly: " + lastWords);
        }
    }

    /** What came of those who were expelled, as who asked for it says. Whoever had one of them for a parent needs another from then on. */
    public void operator(Config report, String lastWords, Map<String, ParentLog> logs) {
        if (!report.hasPath("expelled")) {
            findings.add("what came of the expelled is not known: " + lastWords);
            return;
        }
        for (Config one : report.getConfigList("expelled")) {
            if (one.hasPath("expelMillis")) {
                outcasts.add(one);
            } else {
                fault(one.getString("node"), one.getLong("askedNanos"), logs);
            }
        }
    }

    /** Of the promises, those that can be measured on processes from outside. */
    public DrillReport report(long seed) {
        List<PromiseResult> results = drill.promises().stream().flatMap(this::judge).toList();
        return new DrillReport(drill.name(), seed, results, failovers, lost, authorityRequests(), findings);
    }

    private @Nullable Long authorityRequests() {
        Double requests = elsewhere.get(Promise.AUTHORITY_REQUESTS);
        return requests == null ? null : (Long) requests.longValue();
    }

    private Stream<PromiseResult> judge(PromisedLimit promised) {
        if (seenElsewhere.contains(promised.promise())) {
            Double measured = elsewhere.get(promised.promise());
            return Stream.of(measured == null ? promised.notMeasured() : promised.judge(measured));
        }
        return switch (promised.promise()) {
            case MESSAGES_LOST -> Stream.of(promised.judge(lost));
            case INCOMPLETE_RECEIVERS -> Stream.of(promised.judge(incomplete));
            case FAILOVER_P99 -> Stream.of(failovers.count() == 0 ? promised.notMeasured()
                    : promised.judge(failovers.percentileNs(99)));
            case LONGEST_ORPHANED -> Stream.of(orphans == 0 ? promised.notMeasured() : promised.judge(longestNs));
            case REPARENTED -> Stream.of(orphans == 0 ? promised.notMeasured()
                    : promised.judge(PER_CENT * inTime / orphans));
            case REKEYS_COMPLETED -> Stream.of(rekeys == null ? promised.notMeasured() : promised.judge(rekeys));
            case EXPEL_WITHIN -> Stream.of(outcasts.isEmpty() ? promised.notMeasured() : promised.judge(NS_PER_MS
                    * outcasts.stream().mapToDouble(one -> one.getDouble("expelMillis")).max().orElseThrow()));
            case EXPELLED_PACKETS_TRIED -> Stream.of(promised.judge(sum("packetsTried")));
            case EXPELLED_COULD_READ -> Stream.of(couldRead(promised));
            default -> Stream.empty();
        };
    }

    private long sum(String key) {
        return outcasts.stream().filter(one -> one.hasPath(key)).mapToLong(one -> one.getLong(key)).sum();
    }

    /** Whoever read something did; that nobody did is shown only where the keys of each opened what came before, and were tried on enough. */
    private PromiseResult couldRead(PromisedLimit promised) {
        boolean shown = !outcasts.isEmpty() && outcasts.stream()
                .allMatch(one -> one.hasPath("packetsRead") && one.getLong("packetsTried") >= LEAST_TRIED);
        return sum("packetsRead") > 0 || shown ? promised.judge(sum("packetsRead")) : promised.notMeasured();
    }
}
