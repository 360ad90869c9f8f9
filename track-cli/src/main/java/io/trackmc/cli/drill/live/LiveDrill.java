package io.trackmc.cli.drill.live;

import io.trackmc.cli.drill.DrillAction;
import io.trackmc.cli.process.ParentLog;
import io.trackmc.cli.file.TemporaryDirectory;
import io.trackmc.cli.host.Hosts;
import io.trackmc.cli.host.Wiring;
import io.trackmc.cli.process.TrackProcess;
import io.trackmc.cli.task.TaskException;
import io.trackmc.keys.transport.bundle.NodeRole;
import io.trackmc.sim.drill.Drill;
import io.trackmc.sim.drill.DrillReport;
import io.trackmc.sim.drill.DrillTree;
import io.trackmc.sim.drill.Verb;
import io.trackmc.sim.tree.Place;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** One run of a drill on real processes: {@code track send}, {@code repair-head} and {@code receiver}, each on a host of its own. */
public final class LiveDrill {

    private static final long SECOND_NS = 1_000_000_000L;
    private static final long MS = 1_000_000;
    private static final long START_WITHIN_NS = 120 * SECOND_NS;
    private static final long STOP_WITHIN_NS = 10 * SECOND_NS;
    /** For the operator to try all keys on all that it heard, beside receivers that still end. */
    private static final long TRIALS_WITHIN_NS = 60 * SECOND_NS;
    private static final long OVERTIME_NS = 60 * SECOND_NS;
    private static final int MOST_NODES = 64;
    private static final String OPERATOR = "operator";
    private static final Set<Verb> POSSIBLE = Set.of(Verb.KILL, Verb.RESTART, Verb.PAUSE, Verb.DRAIN, Verb.EXPEL);

    private final Drill drill;
    private final long seed;
    private final Wiring wiring;
    private final DrillTree tree;
    private final Map<String, TrackProcess> processes = new LinkedHashMap<>();
    private final List<Killed> kills = new ArrayList<>();
    private final Set<String> expelled = new LinkedHashSet<>();

    /** @param lastsNs of one that stood still; 0 for one that was gone */
    private record Killed(String node, long nanoTime, long lastsNs) {}

    /** One on hosts that cut super-packets as ordinary network cards do. */
    public LiveDrill(Drill drill, long seed) {
        this(drill, seed, Wiring.CUT);
    }

    /**
     * The same.
     *
     * @param wiring what hosts do with super-packets
     */
    public LiveDrill(Drill drill, long seed, Wiring wiring) {
        this.drill = drill;
        this.seed = seed;
        this.wiring = wiring;
        this.tree = new DrillTree(drill.group());
    }

    /**
     * Runs to the end; everything that it started and made is gone afterwards.
     *
     * @throws TaskException when it cannot be run here, or not on processes at all
     */
    public DrillReport run() throws IOException, InterruptedException {
        if (!drill.live() || tree.names().size() > MOST_NODES) {
            throw TaskException.usage(drill.name() + ": not a drill for real processes (key \"drill.live\": found "
                    + drill.live() + ", allowed: true, with at most " + MOST_NODES + " nodes)");
        }
        List<DrillAction> actions = DrillAction.of(drill, tree, seed, POSSIBLE, "--live");
        actions.stream().filter(action -> action.step().verb() == Verb.EXPEL).map(DrillAction::node)
                .forEach(expelled::add);
        Hosts.requirePossible("--live");
        try (TemporaryDirectory directory = TemporaryDirectory.create("track-drill-");
                Hosts hosts = Hosts.of("drill", hostNames(), wiring)) {
            try {
                for (String name : hostNames()) {
                    hosts.loseAtRandom(name, drill.group().loss())
                            .loseAtRandom(name, LiveDeployment.GROUP, drill.group().dataLoss());
                }
                startAll(hosts, directory.path());
                long beginNs = awaitBegin(directory.path());
                act(actions, beginNs);
                awaitEnd();
                endAuthorities();
                return measure(directory.path());
            } finally {
                processes.values().forEach(TrackProcess::close);
            }
        }
    }

    private Stream<String> names(Place.Role role) {
        return tree.topology().of(role).stream().map(place -> tree.name(place.id()));
    }

    private void startAll(Hosts hosts, Path directory) throws IOException, InterruptedException {
        LiveDeployment deployment = LiveDeployment.write(directory.resolve("group"), drill, tree, hosts);
        for (String name : authorities()) {
            start(hosts, directory, name, deployment.authority(name));
        }
        for (String name : names(Place.Role.REPAIR_HEAD).toList()) {
            start(hosts, directory, name, words("repair-head", deployment.options(name, NodeRole.REPAIR_HEAD),
                    "--repairs", repairs(directory, name).toString()));
        }
        for (String name : names(Place.Role.RECEIVER).toList()) {
            start(hosts, directory, name,
                    words("receiver", deployment.options(name, NodeRole.RECEIVER), "--once", "--output",
                            directory.resolve(name + ".copy").toString(), "--events",
                            events(directory, name).toString()));
        }
        if (!expelled.isEmpty()) {
            startOperator(hosts, directory, deployment);
        }
        long bytesPerSecond = (long) drill.group().messagesPerSecond() * drill.group().messageBytes();
        Path payload = directory.resolve("payload");
        try (RandomAccessFile file = new RandomAccessFile(payload.toFile(), "rw")) {
            file.setLength(bytesPerSecond * drill.group().seconds());
        }
        start(hosts, directory, DrillTree.SENDER_NAME,
                words("send", deployment.options(DrillTree.SENDER_NAME, NodeRole.SENDER),
                        "--rate", Long.toString(bytesPerSecond * Byte.SIZE), "--timeout", "120s", "--await",
                        Integer.toString(drill.group().receivers()), payload.toString()));
    }

    private void startOperator(Hosts hosts, Path directory, LiveDeployment deployment)
            throws IOException, InterruptedException {
        List<String> heads = names(Place.Role.REPAIR_HEAD).toList();
        start(hosts, directory, OPERATOR, deployment.operator(hosts.address(OPERATOR), heads,
                expelled.stream().filter(name -> !heads.contains(name)).toList(),
                heads.stream().map(name -> repairs(directory, name)).toList()));
        long limitNs = System.nanoTime() + START_WITHIN_NS;
        while (!process(OPERATOR).said().contains(LiveOperator.READY)) {
            if (process(OPERATOR).endsWithin(50 * MS) || System.nanoTime() - limitNs > 0) {
                throw TaskException
                        .failed("the operator of the drill does not start: " + process(OPERATOR).lastWords());
            }
        }
    }

    private static Path repairs(Path directory, String repairHead) {
        return directory.resolve(repairHead + ".repairs");
    }

    private List<String> authorities() {
        return drill.keys() == null ? List.of()
                : List.of(DrillTree.TRANSPORT_CONTROLLER, DrillTree.CONTENT_AUTHORITY);
    }

    private List<String> hostNames() {
        return Stream.of(tree.names(), authorities(), expelled.isEmpty() ? List.<String>of() : List.of(OPERATOR))
                .flatMap(List::stream).toList();
    }

    private static List<String> words(String command, List<String> options, String... more) {
        return Stream.of(Stream.of(command), options.stream(), Stream.of(more)).flatMap(all -> all).toList();
    }

    private static Path events(Path directory, String receiver) {
        return directory.resolve(receiver + ".events");
    }

    private void start(Hosts hosts, Path directory, String name, List<String> words) throws IOException {
        processes.put(name, TrackProcess.start(name, hosts.on(name), words, directory));
    }

    private TrackProcess sender() {
        return process(DrillTree.SENDER_NAME);
    }

    private TrackProcess process(String name) {
        TrackProcess process = processes.get(name);
        if (process == null) {
            throw new IllegalStateException("no process " + name);
        }
        return process;
    }

    /** The source begins when all receivers are bound. */
    private long awaitBegin(Path directory) throws IOException, InterruptedException {
        long limitNs = System.nanoTime() + START_WITHIN_NS;
        for (String name : names(Place.Role.RECEIVER).toList()) {
            while (!ParentLog.read(events(directory, name)).isBound()) {
                boolean ended = sender().endsWithin(50 * MS);
                if (ended || System.nanoTime() - limitNs > 0) {
                    throw TaskException
                            .failed(name + " found no parent: " + process(name).lastWords() + "; the sender: "
                                    + sender().lastWords());
                }
            }
        }
        return System.nanoTime();
    }

    private void act(List<DrillAction> actions, long beginNs) throws IOException, InterruptedException {
        for (DrillAction action : actions) {
            if (sender().endsWithin(beginNs + action.atNs() - System.nanoTime())
                    && !action.node().equals(DrillTree.SENDER_NAME)) {
                throw TaskException.failed("the sender ended before the drill did: " + sender().lastWords());
            }
            act(action);
        }
    }

    private void act(DrillAction action) throws IOException {
        TrackProcess process = process(action.node());
        if (action.step().verb() == Verb.EXPEL) {
            order("expel " + action.node());
            return;
        }
        if (!action.begins()) {
            switch (action.step().verb()) {
                case PAUSE -> process.signal("CONT");
                default -> process.restart();
            }
            return;
        }
        switch (action.step().verb()) {
            case KILL -> kills.add(new Killed(action.node(), process.kill(), 0));
            case PAUSE -> {
                kills.add(new Killed(action.node(), System.nanoTime(), action.step().forNs()));
                process.signal("STOP");
            }
            case DRAIN -> {
                kills.add(new Killed(action.node(), System.nanoTime(), 0));
                process.terminate();
            }
            default -> process.restart();
        }
    }

    private void order(String line) throws IOException {
        OutputStream orders = process(OPERATOR).input();
        orders.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        orders.flush();
    }

    private void awaitEnd() throws InterruptedException {
        long limitNs = System.nanoTime() + drill.group().durationNs() + OVERTIME_NS;
        sender().endsWithin(limitNs - System.nanoTime());
        for (String name : names(Place.Role.RECEIVER).toList()) {
            process(name).endsWithin(limitNs - System.nanoTime());
        }
    }

    /** They tell what they did when they are told to stop; the operator asks them a last time before. */
    private void endAuthorities() throws IOException, InterruptedException {
        if (!expelled.isEmpty() && sender().report().hasPath("session")) {
            order("end " + sender().report().getString("session"));
            if (!process(OPERATOR).endsWithin(TRIALS_WITHIN_NS)) {
                throw TaskException.failed("the operator of the drill does not come to an end: "
                        + process(OPERATOR).lastWords());
            }
        }
        for (String name : authorities()) {
            process(name).terminate();
        }
        for (String name : authorities()) {
            process(name).endsWithin(STOP_WITHIN_NS);
        }
    }

    private DrillReport measure(Path directory) throws IOException {
        Map<String, ParentLog> logs = new LinkedHashMap<>();
        LiveMeasures measures = new LiveMeasures(drill);
        for (String name : names(Place.Role.RECEIVER).toList()) {
            if (!expelled.contains(name)) {
                logs.put(name, ParentLog.read(events(directory, name)));
                measures.receiver(name, process(name).report(), process(name).lastWords());
            }
        }
        measures.sender(sender().report());
        for (String name : authorities()) {
            measures.authority(name, process(name).report(), process(name).lastWords());
        }
        if (!expelled.isEmpty()) {
            measures.operator(process(OPERATOR).report(), process(OPERATOR).lastWords(), logs);
        }
        kills.forEach(killed -> measures.fault(killed.node(), killed.nanoTime(), killed.lastsNs(), logs));
        return measures.report(seed);
    }
}
