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
import io.trackmc.feed.line.FeedStoppedException;
import io.trackmc.feed.line.LineCounts;
import io.trackmc.feed.snapshot.KeptBooks;
import io.trackmc.keys.transport.bundle.NodeConfig;
import io.trackmc.net.LossInjector;
import java.io.UncheckedIOException;
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
            "snapshotSequence", "orders", "booksDigest", "sharedWith", "cutOff", "late", "dropped", "booksSound",
            "turnedAway", "acceptFailures");

    /** Once all is here, a line that brings nothing more is given so long to say good-bye. */
    private static final long LEAST_FAREWELL_NS = TimeUnit.SECONDS.toNanos(2);

    private final TaskRun run;
    private final SubscribePlan plan;
    private final ProgressLine progress;

    SubscribeRun(TaskRun run, SubscribePlan plan) {
        this.run = run;
        this.plan = plan;
        this.progress = new ProgressLine(run.console().err(), run.console().errTerminal(), System.nanoTime());
    }

    /** Tells people what happened, beside what goes to standard output. */
    synchronized void say(String event) {
        progress.clear();
        run.console().err().println(event);
    }

    void subscribe(FeedOutput output, @Nullable FanServer fan) throws Exception {
        awaitProcesses(fan);
        FeedLines lines = new FeedLines(new Arbiter(plan.configs().size(), plan.lineTimeout().toNanos(),
                Arbiter.DEFAULT_ROOM_BYTES, output));
        try {
            serve(output, fan, lines);
        } catch (InterruptedException | FeedStoppedException e) {
            boolean _ = Thread.interrupted(); // said from here on by the exit code, which tells losses first
            output.outcome().judge(lines.counts(), false, "interrupted; ");
            throw new InterruptedException();
        }
        giveUpWithoutSnapshot(output);
        output.outcome().judge(lines.counts(), plan.fromTheBeginning() && !isMended(output), "");
    }

    /** Who keeps books that a snapshot has completed has what it came for. */
    private static boolean isMended(FeedOutput output) {
        KeptBooks books = output.books();
        return books != null && books.isSound();
    }

    private void serve(FeedOutput output, @Nullable FanServer fan, FeedLines lines) throws Exception {
        List<SubscribedLine> open = new ArrayList<>();
        try {
            for (NodeConfig config : plan.configs()) {
                open.add(new SubscribedLine(open.size(), config, plan.configs().size(), lines, plan.once(),
                        LossInjector.ofNode(plan.lossSeed(), config.self().id(), plan.loss()), this::say));
            }
            receive(open, lines, output, fan);
        } finally {
            long repairs = 0;
            long failovers = 0;
            open.forEach(SubscribedLine::stop); // all before one is waited for, which another may hold up
            for (SubscribedLine line : open) {
                line.close();
                repairs += line.repairsReceived();
                failovers += line.failovers();
            }
            progress.clear();
            run.set("repairsReceived", repairs).set("failovers", failovers);
            report(output, lines.counts(), fan);
        }
    }

    private void awaitProcesses(@Nullable FanServer fan) throws InterruptedException {
        if (fan != null && plan.shareAwait() > 0) {
            while (!fan.awaitExpected(ProgressLine.LIVE_INTERVAL_NS, TimeUnit.NANOSECONDS)) {
                progress.show(System.nanoTime(), "waiting for local processes: " + fan.joined() + " of "
                        + plan.shareAwait());
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
        if (output.outcome().sessionsOver() == 0) {
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
        giveUpWithoutSnapshot(output);
        if (plan.once() && output.outcome().sessionsOver() > 0) {
            long farewellNs = Math.max(LEAST_FAREWELL_NS, plan.lineTimeout().toNanos());
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

    private void giveUpWithoutSnapshot(FeedOutput output) {
        KeptBooks books = output.books();
        if (books != null && books.lateFault() != null && !plan.acceptLate()) {
            throw TaskException.failed(books.lateFault() + "; --accept-late goes on without");
        }
    }

    private void report(FeedOutput output, LineCounts counts, @Nullable FanServer fan) {
        output.latency().report(run);
        run.set("messages", counts.messages()).set("gaps", counts.gaps()).set("duplicates", counts.duplicates())
                .set("lineGaps", counts.lineGaps()).set("malformed", counts.malformed())
                .set("dropped", counts.dropped());
        KeptBooks kept = output.books();
        output.outcome().report(run, kept);
        if (kept != null && kept.snapshotSequence() > 0) {
            run.set("snapshotSequence", kept.snapshotSequence());
        }
        if (fan != null) {
            run.set("sharedWith", fan.joined()).set("cutOff", fan.cutOff()).set("turnedAway", fan.turnedAway())
                    .set("acceptFailures", fan.acceptFailures());
        }
        Books books = output.lastBooks();
        if (books != null) {
            run.set("orders", books.liveOrders()).set("booksDigest", books.digest());
            BooksTable.of(books).lines(run.peopleTerminal().pictureColumns()).forEach(run.console().err()::println);
        }
        run.console().err().printf("%,d messages, %,d lost; %s%n", counts.messages(), counts.gaps(),
                output.latency().text());
        if (books != null && kept != null && !kept.isSound()) {
            run.console().err().println("the books are NOT sound");
        }
    }
}
