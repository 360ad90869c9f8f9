package io.trackmc.cli.demo;

import io.trackmc.cli.expulsion.Witness;
import io.trackmc.cli.expulsion.Tap;
import io.trackmc.cli.expulsion.GivenKeys;
import io.trackmc.cli.expulsion.AuthorityPlaces;
import io.trackmc.cli.expulsion.Operator;
import io.trackmc.cli.expulsion.RekeyReader;
import io.trackmc.cli.console.ProgressLine;
import io.trackmc.cli.file.TemporaryDirectory;
import io.trackmc.cli.process.TrackProcess;
import io.trackmc.cli.proof.Follower;
import io.trackmc.cli.proof.InnerSample;
import io.trackmc.cli.task.Background;
import io.trackmc.cli.task.TaskException;
import io.trackmc.cli.task.TaskRun;
import io.trackmc.cli.unit.ByteSize;
import io.trackmc.keys.payload.ContentEpoch;
import io.trackmc.keys.transport.bundle.NodeConfig;
import io.trackmc.keys.transport.bundle.NodeRole;
import io.trackmc.net.node.KeySource;
import io.trackmc.proto.protect.KeyLayer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
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
    private boolean expelled;
    private volatile boolean shutOut;

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
            // One more than there will be, for the rehearsal.
            int members = plan.receivers() + (plan.expelReceiver() ? 1 : 0);
            Path deployment = DemoFiles.deploy(directory.path(), plan.withReceivers(members));
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
        if (plan.expelReceiver()) {
            rehearse(operator);
        }
        TrackProcess sender = group.of(files.sender());
        HeapTrials heaps = new HeapTrials(directory);
        try (Tap tap = new Tap(files.channels(), DemoFiles.LOOPBACK, this::hear);
                Background<Long> feed = Background.start("demo-feed", new Feed(files.payload(), sender.input(), plan,
                        tap, witness, () -> isInEffect(files, group)))) {
            Background.await(sender.onExit(), () -> {
                progress.show(System.nanoTime(), "about " + ByteSize.text(Math.min(size, tap.contentBytes())) + " of "
                        + ByteSize.text(size) + " sent once to " + plan.receivers() + " receivers");
                incidents(files, group, operator, heaps, tap.contentBytes() >= size / 3);
                if (feed.result().isCompletedExceptionally() && sender.isAlive()) {
                    feed.result().join();
                }
            });
        }
        new ProcessReport(run, plan, files, group).tell(given, sample, witness, heaps);
    }

    private void hear(byte[] inner, long nowNs) {
        witness.saw(nowNs, inner);
        sample.add(inner);
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

    /** One after the other: with a dead repair head, whose children look for another one, keys change later. */
    private void incidents(DemoFiles files, ProcessGroup group, Operator operator, HeapTrials heaps, boolean due) {
        if (due && plan.expelReceiver() && !expelled) {
            expelled = true;
            NodeConfig last = files.of(NodeRole.RECEIVER).getLast();
            Set<Integer> known = epochsOf(last, files.sender());
            operator.expel(last.self().name(), () -> witness.expelling(System.nanoTime(), known));
        }
        if (due && plan.killRepairHead() && !killed && isSealedAnew()) {
            firstWithChildren(files, group).ifPresent(head -> {
                killed = true;
                kill(head, group, heaps);
            });
        }
    }

    /** On a busy machine a program may start so late that its children have gone elsewhere; nobody would miss it. */
    private static Optional<NodeConfig> firstWithChildren(DemoFiles files, ProcessGroup group) {
        List<NodeConfig> receivers = files.of(NodeRole.RECEIVER);
        try {
            for (NodeConfig head : files.of(NodeRole.REPAIR_HEAD)) {
                for (NodeConfig receiver : receivers) {
                    if (group.isChildOf(receiver, head)) {
                        return Optional.of(head);
                    }
                }
            }
        } catch (IOException e) {
            throw TaskException.failed("who has which parent cannot be read: " + e.getMessage(), e);
        }
        return Optional.empty();
    }

    /** Whoever is killed shows nobody its heap afterwards. It stands still while that is written, as it will from then on. */
    private static void kill(NodeConfig head, ProcessGroup group, HeapTrials heaps) {
        try {
            heaps.take(head, group.of(head));
        } catch (IOException e) {
            throw TaskException.failed("the heap of " + head.self().name() + " cannot be had: " + e.getMessage(), e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        group.of(head).kill();
    }

    /**
     * A receiver that never comes is expelled before anything is sent: programs that run for months do nothing for the first time when it matters, and these
     * have just begun.
     */
    private void rehearse(Operator operator) {
        operator.expel("receiver-" + (plan.receivers() + 1), () -> {});
    }

    /** SPIs of all content epochs that a receiver knows by now: those that it was given, and those of rekeys since. */
    private Set<Integer> epochsOf(NodeConfig receiver, NodeConfig sender) {
        @Nullable GivenKeys keys = given.get(receiver);
        RekeyReader rekeys = new RekeyReader(sender);
        try {
            return Follower.content(Objects.requireNonNull(keys).content(),
                    rekeys.read(KeyLayer.CONTENT, rekeys.count(KeyLayer.CONTENT))).stream().map(ContentEpoch::spi)
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw TaskException.failed("the rekeys so far cannot be had: " + e.getMessage(), e);
        }
    }

    /** Whether the sender seals under a key that the expelled one has not. */
    private boolean isSealedAnew() {
        return !plan.expelReceiver() || !witness.later().isEmpty();
    }

    /**
     * Whether the sender, besides, counts it among the expelled. The authorities work at their own paces: a sender that is at its end before it hears of the
     * expulsion would wait for the word of somebody who cannot give it.
     */
    private boolean isInEffect(DemoFiles files, ProcessGroup group) {
        if (!plan.expelReceiver() || shutOut) {
            return true;
        }
        try {
            shutOut = isSealedAnew() && group.isExpelled(files.of(NodeRole.RECEIVER).getLast());
            return shutOut;
        } catch (IOException e) {
            throw TaskException.failed("what the sender knows cannot be read: " + e.getMessage(), e);
        }
    }
}
