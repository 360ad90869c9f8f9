package io.trackmc.cli.feed;

import io.trackmc.cli.console.ProgressLine;
import io.trackmc.cli.demo.DemoAuthorities;
import io.trackmc.cli.demo.DemoFiles;
import io.trackmc.cli.demo.DemoPlan;
import io.trackmc.cli.file.TemporaryDirectory;
import io.trackmc.cli.picture.TextTable;
import io.trackmc.cli.role.LongStall;
import io.trackmc.cli.task.Background;
import io.trackmc.cli.task.StandStill;
import io.trackmc.cli.task.TaskException;
import io.trackmc.cli.task.TaskRun;
import io.trackmc.cli.unit.TimeSpan;
import io.trackmc.feed.book.Books;
import io.trackmc.feed.mold.SessionName;
import io.trackmc.feed.replay.ItchSource;
import io.trackmc.feed.replay.Pace;
import io.trackmc.feed.replay.Replay;
import io.trackmc.sender.SenderStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** One run of {@code track feed day}. */
final class FeedDay {

    static final List<String> FIELDS = List.of("messages", "subscribers", "booksIdentical", "gaps", "failovers",
            "repairs", "seconds", "messagesPerSecond", "p50Micros", "p99Micros", "p999Micros", "maxMicros",
            "repairHeads", "loss", "seed", "orders", "booksDigest");

    /** With the process in it, so that what a killed trial left behind can be told from one that runs. */
    static final String DIRECTORY_PREFIX = "track-day-" + ProcessHandle.current().pid() + "-";

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final double NS_PER_SECOND = 1e9;
    private static final SessionName SESSION = new SessionName("DAY");

    private final TaskRun run;
    private final DayPlan plan;
    private final ProgressLine progress;
    private final Set<String> warnings = new LinkedHashSet<>();
    private boolean killed;

    FeedDay(TaskRun run, DayPlan plan) {
        this.run = run;
        this.plan = plan;
        this.progress = new ProgressLine(run.console().err(), run.console().errTerminal(), System.nanoTime());
    }

    void run() throws Exception {
        run.set("subscribers", DayPlan.SUBSCRIBERS).set("repairHeads", DayPlan.REPAIR_HEADS).set("loss", plan.loss())
                .set("seed", plan.seed());
        try (TemporaryDirectory directory = TemporaryDirectory.create(DIRECTORY_PREFIX)) {
            Path day = directory.path().resolve("day.itch");
            FeedGenerateCommand.write(day, plan.messages(), plan.seed());
            DemoPlan group = new DemoPlan(DayPlan.SUBSCRIBERS, DayPlan.REPAIR_HEADS, plan.loss(), 0, day, plan.seed(),
                    false, false);
            Path deployment = DemoFiles.deploy(directory.path(), group);
            try (DemoAuthorities authorities = new DemoAuthorities(deployment, this::warn)) {
                run(DemoFiles.create(directory.path(), deployment, group, authorities.places()), group, day);
            }
        }
    }

    /** The same for every node: said once. */
    private synchronized void warn(String warning) {
        if (warnings.add(warning)) {
            run.console().err().println(warning);
        }
    }

    private void run(DemoFiles files, DemoPlan plan, Path day) throws Exception {
        try (DayGroup group = new DayGroup(files, plan, this::warn)) {
            double seconds = transfer(group, day);
            progress.clear();
            report(group, FeedBooksCommand.read(day, Long.MAX_VALUE), seconds);
        }
    }

    private double transfer(DayGroup group, Path day) throws Exception {
        Replay replay = new Replay(SESSION, Pace.messages(plan.messagesPerSecond()), (bytes, offset, length) -> {
            if (group.sender().blocking().publish(bytes, offset, length) < 0) {
                throw TaskException.failed("the session ended before everything was sent");
            }
        });
        Runnable watch = watch(group, replay);
        Background.await(group.sender().receiversBound(DayPlan.SUBSCRIBERS), watch);
        long beginNs = System.nanoTime();
        try (ItchSource source = new ItchSource(Files.newInputStream(day));
                Background<Long> work = Background.start("day-publish", () -> {
                    replay.run(source);
                    return replay.messages();
                })) {
            Background.await(work.result(), watch);
        }
        double seconds = (System.nanoTime() - beginNs) / NS_PER_SECOND;
        Background.await(group.sender().finish(), watch);
        Background.await(CompletableFuture.allOf(group.subscribers().stream().map(DaySubscriber::done)
                .toArray(CompletableFuture[]::new)), watch);
        return seconds;
    }

    private Runnable watch(DayGroup group, Replay replay) {
        StandStill standStill = new StandStill(PATIENCE, System.nanoTime());
        return () -> {
            long nowNs = System.nanoTime();
            SenderStatus status = group.sender().status();
            if (!killed && replay.messages() >= plan.messages() / 2) {
                killed = true;
                group.killOne();
                progress.clear();
                run.console().err().printf("after %,d messages: a repair head is killed%n", replay.messages());
            }
            if (standStill.isOver(nowNs, status.stable() + status.highestSent() + status.confirmed()
                    + status.receivers())) {
                throw TaskException.failed("nothing has moved for " + PATIENCE.toSeconds() + " s: "
                        + status.receivers() + " of " + DayPlan.SUBSCRIBERS + " subscribers are there"
                        + LongStall.text(status));
            }
            if (progress.isDue(nowNs)) {
                progress.show(nowNs, String.format("%,d of %,d messages, %d subscribers, %,d repairs",
                        replay.messages(), plan.messages(), status.receivers(), group.repairs()));
            }
            group.subscribers().stream().map(DaySubscriber::done)
                    .filter(CompletableFuture::isCompletedExceptionally).findFirst()
                    .ifPresent(CompletableFuture::join);
        };
    }

    private void report(DayGroup group, Books source, double seconds) {
        String digest = source.digest();
        TextTable table = new TextTable(List.of("subscriber", "messages", "lost", "books"));
        Latency latency = new Latency();
        int identical = 0;
        long gaps = 0;
        for (DaySubscriber subscriber : group.subscribers()) {
            Books books = subscriber.output().lastBooks();
            boolean same = books != null && books.digest().equals(digest)
                    && subscriber.counts().messages() == plan.messages();
            identical += same ? 1 : 0;
            gaps += subscriber.counts().gaps();
            latency.add(subscriber.output().latency());
            table.row(subscriber.name(), subscriber.counts().messages(), subscriber.counts().gaps(),
                    same ? "identical" : "NOT identical");
        }
        long failovers = group.failovers();
        latency.report(run);
        run.set("messages", plan.messages()).set("booksIdentical", identical).set("gaps", gaps)
                .set("failovers", failovers).set("repairs", group.repairs()).set("seconds", seconds)
                .set("messagesPerSecond", plan.messages() / seconds).set("orders", source.liveOrders())
                .set("booksDigest", digest);
        table.lines(run.peopleTerminal().pictureColumns()).forEach(run.people()::println);
        run.people().printf("%,d messages in %s, %,.0f a second; %d of %d books identical, %,d messages lost,"
                + " %d fail-overs, %,d repairs; %s%n", plan.messages(), TimeSpan.text(seconds),
                plan.messages() / seconds, identical, DayPlan.SUBSCRIBERS, gaps, failovers, group.repairs(),
                latency.text());
        judge(identical, gaps, failovers);
    }

    private static void judge(int identical, long gaps, long failovers) {
        List<String> faults = new ArrayList<>();
        if (identical < DayPlan.SUBSCRIBERS) {
            faults.add(identical + " of " + DayPlan.SUBSCRIBERS + " books are identical");
        }
        if (gaps > 0) {
            faults.add(gaps + " messages never reached a subscriber");
        }
        if (failovers == 0) {
            faults.add("nobody went to another parent");
        }
        if (!faults.isEmpty()) {
            throw TaskException.failed(String.join("; ", faults));
        }
    }
}
