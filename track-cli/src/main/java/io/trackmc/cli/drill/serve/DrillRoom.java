package io.trackmc.cli.drill.serve;

import io.trackmc.cli.drill.deployment.DrillProgress;
import io.trackmc.cli.task.Fault;
import io.trackmc.keys.transport.file.JsonText;
import io.trackmc.net.Threads;
import io.trackmc.net.drill.BadOrderException;
import io.trackmc.net.drill.DrillConsole;
import io.trackmc.sim.drill.Drill;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps drills apart that are started from a page: one at a time, and only one whose plan was shown before, as it was shown. Whoever has the page open sees the
 * same. Any thread; work is done on a thread of its own.
 *
 * <pre>
 * IDLE, OVER -> PLANNING -> PLANNED -> SIMULATING -> RUNNING -> OVER
 *                                     (stop) -> STOPPING -> OVER
 * </pre>
 */
final class DrillRoom implements DrillConsole, AutoCloseable {

    private static final int MOST_LINES = 200;
    private static final int KEY_BYTES = 16;

    /** How things stand; told in small letters. */
    private enum Phase {
        /** Nothing was wanted yet. */
        IDLE,
        /** All nodes are asked. */
        PLANNING,
        /** Somebody has to say that it is wanted. */
        PLANNED,
        /** Nobody is hurt yet. */
        SIMULATING,
        /** On the nodes. */
        RUNNING,
        /** What was ordered is undone. */
        STOPPING,
        /** What came of it is told until the next one is planned. */
        OVER
    }

    private final Map<String, Drill> drills = new LinkedHashMap<>();
    private final Map<String, String> whyNot = new LinkedHashMap<>();
    private final DrillWork work;
    private final InstantSource clock;
    private final Consumer<String> log;
    private final SecureRandom random = new SecureRandom();
    private final Deque<Line> lines = new ArrayDeque<>();
    private final Map<String, String> active = new LinkedHashMap<>();
    private Phase phase = Phase.IDLE;
    private @Nullable Drill drill;
    private long seed;
    private DrillWork.@Nullable Plan plan;
    private String planKey = "";
    private String verdict = "";
    private String reportKey = "";
    private String report = "";
    private @Nullable Thread worker;

    private record Line(long atMs, String text) {}

    /**
     * With nothing going on.
     *
     * @param drills that may be started
     * @param log takes a line of whatever is wanted and done
     */
    DrillRoom(List<Drill> drills, DrillWork work, InstantSource clock, Consumer<String> log) {
        this.work = work;
        this.clock = clock;
        this.log = log;
        for (Drill each : drills) {
            this.drills.put(each.name(), each);
            whyNot.put(each.name(), work.whyNot(each));
        }
    }

    @Override
    public synchronized String look() {
        JsonText out = new JsonText().objects("drills", List.copyOf(drills.values()),
                (text, each) -> text.field("name", each.name()).field("purpose", each.purpose()).field("whyNot",
                        whyNot.getOrDefault(each.name(), "")));
        out.field("phase", phase.name().toLowerCase(Locale.ROOT)).field("drill", drill == null ? "" : drill.name())
                .field("seed", seed);
        DrillWork.Plan shown = plan;
        out.object("plan", text -> text.field("id", planKey)
                .texts("lines", shown == null ? List.of() : shown.lines())
                .texts("hits", shown == null ? List.of() : shown.hits()));
        out.objects("active", List.copyOf(active.entrySet()),
                (text, each) -> text.field("node", each.getKey()).field("what", each.getValue()));
        out.objects("lines", List.copyOf(lines),
                (text, each) -> text.field("at", each.atMs).field("text", each.text));
        return out.field("verdict", verdict).field("report", reportKey.isEmpty() ? "" : "drills/report/" + reportKey)
                .oneLine();
    }

    @Override
    public synchronized String order(String word, Map<String, List<String>> parameters) {
        switch (word) {
            case "plan" -> plan(parameters);
            case "start" -> start(parameters);
            case "stop" -> {
                var _ = new RoomQuery(parameters, Set.of());
                stop();
            }
            default -> throw new BadOrderException(
                    "found " + BadOrderException.printable(word) + ", allowed: plan, start, stop");
        }
        return look();
    }

    @Override
    public synchronized @Nullable String report(String key) {
        return !reportKey.isEmpty()
                && MessageDigest.isEqual(key.getBytes(StandardCharsets.UTF_8),
                        reportKey.getBytes(StandardCharsets.UTF_8))
                                ? report : null;
    }

    private void plan(Map<String, List<String>> parameters) {
        RoomQuery query = new RoomQuery(parameters, Set.of("drill", "seed"));
        String name = query.only("drill");
        Drill wanted = drills.get(name);
        if (wanted == null) {
            throw new BadOrderException("drill: found " + BadOrderException.printable(name) + ", allowed: "
                    + String.join(", ", drills.keySet()));
        }
        String reason = whyNot.getOrDefault(wanted.name(), "");
        if (!reason.isEmpty()) {
            throw new BadOrderException(reason);
        }
        long wantedSeed = query.seed("seed");
        requireNotBusy();
        phase = Phase.PLANNING;
        drill = wanted;
        seed = wantedSeed;
        plan = null;
        verdict = "";
        reportKey = "";
        report = "";
        lines.clear();
        begin(() -> {
            DrillWork.Plan made = work.plan(wanted, wantedSeed);
            synchronized (this) {
                plan = made;
                planKey = key();
                phase = Phase.PLANNED;
            }
        });
    }

    private void start(Map<String, List<String>> parameters) {
        RoomQuery query = new RoomQuery(parameters, Set.of("plan"));
        Drill planned = drill;
        DrillWork.Plan shown = plan;
        if (phase != Phase.PLANNED || planned == null || shown == null || !query.only("plan").equals(planKey)) {
            throw new BadOrderException("what was shown is not what would be done now: look at the plan again");
        }
        long with = seed;
        phase = Phase.SIMULATING;
        planKey = "";
        tell("drill " + planned.name() + ", seed " + with + ", is started from the page");
        begin(() -> {
            DrillWork.Result result = work.run(planned, with, shown, this::reachesNodes, new Watched());
            over(result.verdict(), result.page());
        });
    }

    private void stop() {
        Thread running = worker;
        if ((phase != Phase.SIMULATING && phase != Phase.RUNNING) || running == null) {
            throw new BadOrderException("no drill runs");
        }
        phase = Phase.STOPPING;
        tell("the drill is stopped from the page");
        running.interrupt();
    }

    private void requireNotBusy() {
        if (phase != Phase.IDLE && phase != Phase.PLANNED && phase != Phase.OVER) {
            throw new BadOrderException("another drill is going on: one at a time");
        }
    }

    /** Something that takes its time, of which one goes on at a time. */
    private interface Task {

        void run() throws InterruptedException;
    }

    private void begin(Task task) {
        worker = Thread.ofPlatform().name("track-drill-room").daemon().start(() -> {
            try {
                task.run();
            } catch (InterruptedException _) {
                over("The drill was stopped. What could be taken back was; the lines say what not.", "");
            } catch (RuntimeException | Error e) {
                over("It could not be done: " + Fault.text(e), "");
            }
        });
    }

    private synchronized void reachesNodes() {
        if (phase == Phase.SIMULATING) {
            phase = Phase.RUNNING;
        }
    }

    private synchronized void over(String how, String page) {
        phase = Phase.OVER;
        active.clear();
        verdict = how;
        report = page;
        reportKey = page.isEmpty() ? "" : key();
        tell(how);
    }

    private synchronized void tell(String text) {
        log.accept(text);
        if (lines.size() == MOST_LINES) {
            lines.removeFirst();
        }
        lines.addLast(new Line(clock.millis(), text.strip()));
    }

    /** Shows how a drill goes on. */
    private final class Watched implements DrillProgress {

        @Override
        public void tell(String line) {
            DrillRoom.this.tell(line);
        }

        @Override
        public void hit(String node, String what) {
            synchronized (DrillRoom.this) {
                active.put(node, what);
            }
        }

        @Override
        public void over(String node) {
            synchronized (DrillRoom.this) {
                active.remove(node);
            }
        }
    }

    private String key() {
        byte[] bytes = new byte[KEY_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** Stops what goes on, and waits until it is undone, also when interrupted. */
    @Override
    public void close() {
        Thread running;
        boolean stopping;
        synchronized (this) {
            running = worker;
            stopping = phase == Phase.STOPPING;
        }
        if (running == null) {
            return;
        }
        if (!stopping) {
            running.interrupt(); // one that undoes already must not be kept from it
        }
        Threads.join(running);
    }
}
