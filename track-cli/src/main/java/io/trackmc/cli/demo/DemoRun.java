package io.trackmc.cli.demo;

import io.trackmc.cli.file.FileSource;
import io.trackmc.cli.file.OutgoingFile;
import io.trackmc.cli.file.TemporaryDirectory;
import io.trackmc.cli.task.Background;
import io.trackmc.cli.task.StandStill;
import io.trackmc.cli.task.TaskException;
import io.trackmc.cli.task.TaskRun;
import io.trackmc.net.node.KeySource;
import io.trackmc.sender.Confirmation;
import io.trackmc.sender.Publisher;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** One run of {@code track demo}. */
final class DemoRun {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final double NS_PER_SECOND = 1e9;

    /** With the process in it, so that what a killed demonstration left behind can be told from one that runs. */
    static final String DIRECTORY_PREFIX = "track-demo-" + ProcessHandle.current().pid() + "-";

    private final TaskRun run;
    private final DemoPlan plan;
    private final UnaryOperator<KeySource> givenToRepairHeads;
    private final Set<String> warnings = new LinkedHashSet<>();
    private volatile long sentBytes;
    private volatile boolean allSent;
    private @Nullable Expulsion expulsion;
    private long keyRequestsAtKill = -1;

    DemoRun(TaskRun run, DemoPlan plan) {
        this(run, plan, UnaryOperator.identity());
    }

    /** @param givenToRepairHeads changes what repair heads are given, for tests */
    DemoRun(TaskRun run, DemoPlan plan, UnaryOperator<KeySource> givenToRepairHeads) {
        this.run = run;
        this.plan = plan;
        this.givenToRepairHeads = givenToRepairHeads;
    }

    void run() throws Exception {
        try (TemporaryDirectory directory = TemporaryDirectory.create(DIRECTORY_PREFIX)) {
            Path deployment = DemoFiles.deploy(directory.path(), plan);
            try (DemoAuthorities authorities = new DemoAuthorities(deployment, this::warn)) {
                run(DemoFiles.create(directory.path(), deployment, plan, authorities.places()), authorities);
            }
        }
    }

    /** With files that are there already; a test changes them before. */
    void run(DemoFiles files, DemoAuthorities authorities) throws Exception {
        DemoReport report = new DemoReport(run, plan, files, authorities);
        try (DemoGroup group = new DemoGroup(files, plan, givenToRepairHeads, this::warn)) {
            DemoScreen screen = new DemoScreen(run, plan, group, Files.size(files.payload()));
            expulsion = plan.expelReceiver() ? new Expulsion(group, authorities) : null;
            try {
                transfer(files, group, screen, report);
            } finally {
                screen.close();
            }
            if (keyRequestsAtKill >= 0) {
                report.killed(group.keyRequests() - keyRequestsAtKill);
            }
            report.tell(group);
        }
    }

    /** The same for every node: said once, before the picture. */
    private synchronized void warn(String warning) {
        if (warnings.add(warning)) {
            run.console().err().println(warning);
        }
    }

    private void transfer(DemoFiles files, DemoGroup group, DemoScreen screen, DemoReport report) throws Exception {
        Runnable watch = watch(group, screen, Files.size(files.payload()));
        Publisher sender = group.sender();
        Background.await(sender.receiversBound(plan.receivers()), watch);
        long beginNs = System.nanoTime();
        OutgoingFile.Sent sent = send(files, sender, watch);
        allSent = true;
        CompletableFuture<Confirmation> finish = sender.finish();
        Background.await(finish, watch);
        report.sent(sent, (System.nanoTime() - beginNs) / NS_PER_SECOND);
        CompletableFuture<?>[] copies = group.receivers().stream().limit(plan.staying()).map(DemoReceiver::done)
                .toArray(CompletableFuture<?>[]::new);
        Background.await(CompletableFuture.allOf(copies), watch);
        screen.last(sentBytes, true);
    }

    private OutgoingFile.Sent send(DemoFiles files, Publisher sender, Runnable watch) throws Exception {
        Expulsion awaited = expulsion;
        long size = Files.size(files.payload());
        long freely = size - size / 3;
        long scarce = size - size / 6;
        try (FileSource source = FileSource.ofFile(files.payload());
                Background<OutgoingFile.Sent> work = Background.start("demo-send",
                        () -> OutgoingFile.send(source, (bytes, offset, length) -> {
                            if (awaited != null && sentBytes >= freely) {
                                awaited.pace(sentBytes >= scarce);
                            }
                            if (sender.blocking().publish(bytes, offset, length) < 0) {
                                throw TaskException.failed("the session ended before everything was sent");
                            }
                        }, sent -> sentBytes = sent))) {
            return Background.await(work.result(), watch);
        }
    }

    /** Once a third is on its way, and the repair head has some of it. */
    private void killWhenDue(DemoGroup group, DemoState state, long size) {
        boolean due = plan.killRepairHead() && keyRequestsAtKill < 0 && state.sender().bytesTaken() >= size / 3
                && state.repairHeads().getFirst().cumAck() > 0;
        if (due) {
            keyRequestsAtKill = group.keyRequests();
            group.repairHeads().getFirst().kill();
        }
    }

    private Runnable watch(DemoGroup group, DemoScreen screen, long size) {
        StandStill standStill = new StandStill(PATIENCE, System.nanoTime());
        Expulsion expelling = expulsion;
        return () -> {
            DemoState state = screen.show(sentBytes, allSent);
            killWhenDue(group, state, size);
            if (expelling != null) {
                expelling.look(state, size);
            }
            if (standStill.isOver(System.nanoTime(), state.progress())) {
                throw TaskException.failed("nothing has moved for " + PATIENCE.toSeconds() + " s: "
                        + state.sender().receivers() + " of " + plan.receivers() + " receivers are there, "
                        + state.sender().confirmed() + " have confirmed");
            }
            group.receivers().stream().limit(plan.staying()).map(DemoReceiver::done)
                    .filter(CompletableFuture::isCompletedExceptionally)
                    .findFirst().ifPresent(CompletableFuture::join);
        };
    }
}
