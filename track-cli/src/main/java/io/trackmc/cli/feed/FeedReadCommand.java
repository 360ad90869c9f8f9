package io.trackmc.cli.feed;

import io.trackmc.cli.task.Fault;
import io.trackmc.cli.task.Task;
import io.trackmc.cli.task.TaskException;
import io.trackmc.cli.task.TaskRun;
import io.trackmc.feed.book.Books;
import io.trackmc.feed.fan.FanClient;
import io.trackmc.feed.line.Arbiter;
import io.trackmc.feed.line.LineCounts;
import io.trackmc.feed.snapshot.KeptBooks;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code track feed read}: what a subscriber on this host shares. */
@Command(
        name = "read", sortOptions = false,
        header = "Reads what a subscriber shares.",
        description = "Reads the messages that track subscribe --share hands on, from the one on that comes next, until that ends. Ends with 1"
                + " when messages are missing or the stream breaks off before its session is over.",
        footerHeading = "%nExamples:%n",
        footer = {"  track feed read /run/user/1000/feed", "  track feed read --itch --books /run/user/1000/feed"})
public final class FeedReadCommand implements Task {

    @Mixin
    private FeedKind kind;

    @Option(names = "--output", paramLabel = "FILE|-",
            description = "Where messages go; - for standard output, which is the default for lines, unless --json is given.")
    private @Nullable String output;

    @Option(names = "--books", description = "Keeps the order books of an ITCH feed, and tells their digest.")
    private boolean books;

    @Option(names = "--once",
            description = "Ends with the first session, with 1 unless it came whole, from its first message on.")
    private boolean once;

    @Parameters(paramLabel = "PATH", description = "The socket of the subscriber.")
    private Path path;

    @Override
    public List<String> fields() {
        return List.of("messages", "p50Micros", "p99Micros", "p999Micros", "gaps", "maxMicros", "ended", "booksDigest",
                "whole", "late", "firstMessage", "booksSound");
    }

    @Override
    public void run(TaskRun run) throws Exception {
        if (books && !kind.isItch()) {
            throw TaskException.usage("--books without --itch: lines have no orders");
        }
        if (kind.isBoth()) {
            throw TaskException.usage("--lines and --itch, allowed: one of them");
        }
        Consumer<String> events = run.console().err()::println;
        try (FanClient client = connect();
                FeedOutput to = new FeedOutput(events)
                        .messagesTo(MessageOutput.open(run, output, kind.isItch(), kind.isItch()))
                        .books(kept(events))) {
            Arbiter arbiter = new Arbiter(1, 0, Arbiter.DEFAULT_ROOM_BYTES, to);
            try {
                read(client, arbiter, to.outcome());
            } finally {
                report(run, to, arbiter.counts());
            }
            if (to.outcome().sessionsOver() == 0 || to.outcome().isGoing()) {
                throw TaskException.failed("the subscriber ended before the session did, or has cut this reader off");
            }
            to.outcome().judge(arbiter.counts(), once, "");
        }
    }

    private @Nullable KeptBooks kept(Consumer<String> events) {
        return books ? new KeptBooks(null, KeptBooks.DEFAULT_ROOM_BYTES, Duration.ZERO, events) : null;
    }

    private FanClient connect() {
        try {
            return FanClient.connect(path);
        } catch (IOException | UnsupportedOperationException e) {
            throw TaskException.usage(path + ": " + Fault.text(e), e);
        }
    }

    /** One line that keeps its order: the arbiter tells sessions apart, and what is missing. */
    private void read(FanClient client, Arbiter arbiter, FeedOutcome outcome) throws IOException {
        while ((!once || outcome.sessionsOver() == 0) && client.next() != null) {
            arbiter.offer(System.nanoTime(), 0, client.bytes(), 0, client.length());
        }
    }

    private static void report(TaskRun run, FeedOutput to, LineCounts counts) {
        to.latency().report(run);
        to.outcome().report(run, to.books());
        Books last = to.lastBooks();
        run.set("messages", counts.messages()).set("gaps", counts.gaps())
                .set("ended", to.outcome().sessionsOver() > 0 && !to.outcome().isGoing())
                .set("booksDigest", last == null ? null : last.digest());
        run.console().err().printf("%,d messages, %,d lost; %s%n", counts.messages(), counts.gaps(),
                to.latency().text());
    }
}
