package io.trackmc.cli.feed;

import io.trackmc.cli.console.ProgressLine;
import io.trackmc.cli.task.Background;
import io.trackmc.cli.task.Fault;
import io.trackmc.cli.task.TaskException;
import io.trackmc.cli.task.TaskRun;
import io.trackmc.feed.book.Books;
import io.trackmc.feed.fan.FanServer;
import io.trackmc.feed.line.Arbiter;
import io.trackmc.feed.line.FeedLines;
import io.trackmc.feed.line.LineCounts;
import io.trackmc.keys.transport.bundle.NodeConfig;
import io.trackmc.net.LossInjector;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One run of {@code track subscribe}. */
final class SubscribeRun {

    static final List<String> FIELDS = List.of("messages", "p50Micros", "p99Micros", "p999Micros", "gaps", "maxMicros",
            "whole", "duplicates", "lineGaps", "malformed", "repairsReceived", "failovers", "firstMessage",
            "snapshotSequence", "orders", "booksDigest", "sharedWith", "cutOff");

    /** Once all is here, a line that brings nothing more is given so long to say good-bye. */
    private static final long LEAST_FAREWELL_NS = TimeUnit.SECONDS.toNanos(2);

    private final TaskRun run;
    private final List<NodeConfig> configs;
    private final boolean once;
    private final Duration lineTimeout;
    private final double loss;
    private final long lossSeed;
    private final ProgressLine progress;

    SubscribeRun(TaskRun run, List<NodeConfig> configs, boolean once, Duration lineTimeout, double loss,
            long lossSeed) {
        this.run = run;
        this.configs = configs;
        this.once = once;
        this.lineTimeout = lineTimeout;
        this.loss = loss;
        this.lossSeed = lossSeed;
        this.progress = new ProgressLine(run.console().err(), run.console().errTerminal(), System.nanoTime());
    }

    /** Tells people what happened, beside what goes to standard output. */
    synchronized void say(String event) {
        progress.clear();
        run.console().err().println(event);
    }

    void subscribe(FeedOutput output, @Nullable FanServer fan, int shareAwait) throws Exception {
        awaitProcesses(fan, shareAwait);
        FeedLines lines = new FeedLines(
                new Arbiter(configs.size(), lineTimeout.toNanos(), Arbiter.DEFAULT_ROOM_BYTES, output));
        List<SubscribedLine> open = new ArrayList<>();
        try {
            for (int i = 0; i < configs.size(); i++) {
                NodeConfig config = configs.get(i);
                open.add(new SubscribedLine(i, config, configs.size(), lines, once,
                        LossInjector.ofNode(lossSeed, config.self().id(), loss), this::say));
            }
            receive(open, lines, output, fan);
        } finally {
            long repairs = 0;
            long failovers = 0;
            for (SubscribedLine line : open) {
                line.close();
                repairs += line.repairsReceived();
                failovers += line.failovers();
            }
            progress.clear();
            run.set("repairsReceived", repairs).set("failovers", failovers);
            report(output, lines.counts(), fan);
        }
        if (once && !output.isWhole()) {
            throw TaskException.failed("the session did not come whole: " + lines.counts().gaps()
                    + " messages are lost, or it was broken off");
        }
    }

    private void awaitProcesses(@Nullable FanServer fan, int shareAwait) throws InterruptedException {
        if (fan != null && shareAwait > 0) {
            while (!fan.awaitExpected(ProgressLine.LIVE_INTERVAL_NS, TimeUnit.NANOSECONDS)) {
                progress.show(System.nanoTime(), "waiting for local processes: " + fan.joined() + " of " + shareAwait);
            }
        }
    }

    private void receive(List<SubscribedLine> open, FeedLines lines, FeedOutput output, @Nullable FanServer fan)
            throws Exception {
        Future<?> all = CompletableFuture.allOf(
                open.stream().map(SubscribedLine::ended).toArray(CompletableFuture[]::new));
        Background.await(all, () -> watch(open, lines, output));
        List<Throwable> failures = open.stream().map(SubscribedLine::failure).filter(Objects::nonNull).toList();
        if (failures.size() == open.size()) {
            throw failures.getFirst() instanceof Exception e ? e : new IllegalStateException(failures.getFirst());
        }
        if (output.sessionsOver() == 0) {
            throw TaskException.failed("the session ended before anything of it came");
        }
        if (fan != null) {
            fan.finish();
        }
    }

    private void watch(List<SubscribedLine> open, FeedLines lines, FeedOutput output) {
        long nowNs = System.nanoTime();
        lines.onTime();
        open.forEach(line -> line.watch(nowNs));
        open.stream().map(SubscribedLine::failure).filter(UncheckedIOException.class::isInstance).findFirst()
                .ifPresent(SubscribeRun::giveUp);
        if (once && output.sessionsOver() > 0) {
            long farewellNs = Math.max(LEAST_FAREWELL_NS, lineTimeout.toNanos());
            open.forEach(line -> line.stopWhenIdle(nowNs, farewellNs));
        }
        if (progress.isDue(nowNs)) {
            synchronized (this) {
                progress.show(nowNs, open.stream().map(SubscribedLine::text).reduce((a, b) -> a + "; " + b)
                        .orElse(""));
            }
        }
    }

    /** What cannot be written by one line is missing in the output, whatever the other brings. */
    private static void giveUp(Throwable unwritten) {
        throw TaskException.failed(Fault.text(Objects.requireNonNullElse(unwritten.getCause(), unwritten)), unwritten);
    }

    private void report(FeedOutput output, LineCounts counts, @Nullable FanServer fan) {
        output.latency().report(run);
        run.set("messages", counts.messages()).set("gaps", counts.gaps()).set("duplicates", counts.duplicates())
                .set("lineGaps", counts.lineGaps()).set("malformed", counts.malformed())
                .set("whole", output.sessionsOver() == 0 ? null : output.isWhole())
                .set("firstMessage", output.lateFrom() == 0 ? null : output.lateFrom())
                .set("snapshotSequence", output.snapshotSequence() == 0 ? null : output.snapshotSequence());
        if (fan != null) {
            run.set("sharedWith", fan.joined()).set("cutOff", fan.cutOff());
        }
        Books books = output.lastBooks();
        if (books != null) {
            run.set("orders", books.liveOrders()).set("booksDigest", books.digest());
            BooksTable.of(books).lines(run.peopleTerminal().pictureColumns()).forEach(run.console().err()::println);
        }
        run.console().err().printf("%,d messages, %,d lost; %s%n", counts.messages(), counts.gaps(),
                output.latency().text());
    }
}
