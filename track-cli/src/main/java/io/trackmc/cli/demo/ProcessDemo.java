package io.trackmc.cli.demo;

import io.trackmc.cli.console.ProgressLine;
import io.trackmc.cli.file.TemporaryDirectory;
import io.trackmc.cli.process.TrackProcess;
import io.trackmc.cli.proof.InnerSample;
import io.trackmc.cli.task.Background;
import io.trackmc.cli.task.TaskException;
import io.trackmc.cli.task.TaskRun;
import io.trackmc.cli.unit.ByteSize;
import io.trackmc.keys.payload.ContentBundle;
import io.trackmc.keys.payload.ContentEpoch;
import io.trackmc.keys.transport.bundle.NodeConfig;
import io.trackmc.keys.transport.bundle.NodeRole;
import io.trackmc.net.node.KeySource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code track demo --processes}: the same with each node, and each authority, as a process of its own. */
final class ProcessDemo {

    private static final long BOUND_WITHIN_NS = 120_000_000_000L;
    private static final long LOOK_NS = 50_000_000;

    private final TaskRun run;
    private final DemoPlan plan;
    private final ProgressLine progress;
    private final Witness witness;
    private final InnerSample sample;
    private final Map<NodeConfig, GivenKeys> given = new LinkedHashMap<>();
    private boolean killed;
    private long requestsAtKill;
    private boolean expelled;

    ProcessDemo(TaskRun run, DemoPlan plan) {
        this.run = run;
        this.plan = plan;
        this.progress = new ProgressLine(run.console().err(), run.console().errTerminal(), System.nanoTime());
        this.witness = new Witness(plan.seed());
        this.sample = new InnerSample(InnerSample.DEFAULT_SIZE, new SplittableRandom(plan.seed()));
    }

    void run() throws Exception {
        TrackProcess.requirePossible("--processes");
        try (TemporaryDirectory directory = TemporaryDirectory.create(DemoRun.DIRECTORY_PREFIX)) {
            Path deployment = DemoFiles.deploy(directory.path(), plan);
            try (ProcessGroup group = new ProcessGroup(directory.path(), deployment, plan)) {
                run(directory.path(), deployment, group);
            } finally {
                progress.clear();
            }
        }
    }

    private void run(Path directory, Path deployment, ProcessGroup group) throws Exception {
        AuthorityPlaces places = group.startAuthorities();
        DemoFiles files = DemoFiles.create(directory, deployment, plan, places);
        Operator operator = new Operator(deployment, files.sender().groupName(), places);
        long size = Files.size(files.payload());
        group.startNodes(files, places, plan.hasIncident() ? DemoFiles.pace(size) : 0);
        askForKeys(files);
        awaitBound(files, group);
        TrackProcess sender = group.of(files.sender());
        try (Tap tap = new Tap(files.sender(), DemoFiles.LOOPBACK, witness, sample);
                Background<Long> feed = Background.start("demo-feed",
                        new Feed(files.payload(), sender.input(), plan, tap, witness, this::isInEffect))) {
            Background.await(sender.onExit(), () -> {
                progress.show(System.nanoTime(), "about " + ByteSize.text(Math.min(size, tap.contentBytes())) + " of "
                        + ByteSize.text(size) + " sent once to " + plan.receivers() + " receivers");
                incidents(files, group, operator, tap.contentBytes() >= size / 3);
                if (feed.result().isCompletedExceptionally() && sender.isAlive()) {
                    feed.result().join();
                }
            });
        }
        new ProcessReport(run, plan, files, group, operator).tell(given, sample, witness,
                killed ? requestsAtKill : ProcessReport.NOT_KILLED);
    }

    /** What the authorities give to those whose keys are tried: the same that they gave to their programs. */
    private void askForKeys(DemoFiles files) {
        for (NodeConfig head : files.of(NodeRole.REPAIR_HEAD)) {
            GivenKeys keys = new GivenKeys(KeySource.authority(() -> {}));
            var _ = keys.transportKeys(head, run.console().err()::println);
            given.put(head, keys);
        }
        if (plan.expelReceiver()) {
            NodeConfig last = files.of(NodeRole.RECEIVER).getLast();
            GivenKeys keys = new GivenKeys(KeySource.authority(() -> {}));
            var _ = keys.transportKeys(last, run.console().err()::println);
            var _ = keys.contentKeys(last, () -> {}, run.console().err()::println);
            given.put(last, keys);
        }
    }

    private void awaitBound(DemoFiles files, ProcessGroup group) throws IOException, InterruptedException {
        long limitNs = System.nanoTime() + BOUND_WITHIN_NS;
        TrackProcess sender = group.of(files.sender());
        for (NodeConfig receiver : files.of(NodeRole.RECEIVER)) {
            while (!group.isBound(receiver)) {
                progress.show(System.nanoTime(), "programs start");
                if (sender.endsWithin(LOOK_NS) || System.nanoTime() - limitNs > 0) {
                    throw TaskException.failed(receiver.self().name() + " found no parent: "
                            + group.of(receiver).lastWords() + "; the sender: " + sender.lastWords());
                }
            }
        }
    }

    private void incidents(DemoFiles files, ProcessGroup group, Operator operator, boolean due) {
        if (due && plan.killRepairHead() && !killed) {
            killed = true;
            requestsAtKill = requests(operator);
            group.of(files.of(NodeRole.REPAIR_HEAD).getFirst()).kill();
        }
        if (due && plan.expelReceiver() && !expelled) {
            expelled = true;
            NodeConfig last = files.of(NodeRole.RECEIVER).getLast();
            ContentBundle keys = keysOf(last).content();
            witness.expelling(System.nanoTime(),
                    keys.epochs().stream().map(ContentEpoch::spi).collect(Collectors.toSet()));
            keys.destroy();
            operator.expel(last.self().name());
        }
    }

    private GivenKeys keysOf(NodeConfig node) {
        @Nullable GivenKeys keys = given.get(node);
        return Objects.requireNonNull(keys);
    }

    /** Whether the sender seals under a key that the expelled one has not. */
    private boolean isInEffect() {
        return !plan.expelReceiver() || !witness.later().isEmpty();
    }

    private static long requests(Operator operator) {
        try {
            return operator.keyRequests();
        } catch (IOException e) {
            throw TaskException.failed("a log of an authority cannot be read: " + e.getMessage(), e);
        }
    }
}
