package io.trackmc.cli.feed;

import io.trackmc.cli.task.Fault;
import io.trackmc.cli.task.Task;
import io.trackmc.cli.task.TaskException;
import io.trackmc.cli.task.TaskRun;
import io.trackmc.feed.book.Books;
import io.trackmc.feed.fan.FanClient;
import io.trackmc.feed.line.FeedListener;
import io.trackmc.feed.mold.MoldFrame;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code track feed read}: what a subscriber on this host shares. */
@Command(
        name = "read", sortOptions = false,
        header = "Reads what a subscriber shares.",
        description = "Reads the messages that track subscribe --share hands on, from the one on that comes next, until that ends.",
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

    @Parameters(paramLabel = "PATH", description = "The socket of the subscriber.")
    private Path path;

    private long messages;
    private long gaps;

    @Override
    public List<String> fields() {
        return List.of("messages", "p50Micros", "p99Micros", "p999Micros", "gaps", "maxMicros", "ended", "booksDigest");
    }

    @Override
    public void run(TaskRun run) throws Exception {
        if (books && !kind.isItch()) {
            throw TaskException.usage("--books without --itch: lines have no orders");
        }
        try (FanClient client = connect();
                FeedOutput to = new FeedOutput(run.console().err()::println)
                        .messagesTo(MessageOutput.open(run, output, kind.isItch(), kind.isItch()))
                        .books(books, null)) {
            read(client, to);
            to.latency().report(run);
            run.set("messages", messages).set("gaps", gaps).set("ended", to.sessionsOver() > 0);
            Books last = to.lastBooks();
            run.set("booksDigest", last == null ? null : last.digest());
            run.console().err().printf("%,d messages; %s%n", messages, to.latency().text());
            if (to.sessionsOver() == 0) {
                throw TaskException.failed("the subscriber ended before the session did, or has cut this reader off");
            }
        }
    }

    private FanClient connect() {
        try {
            return FanClient.connect(path);
        } catch (IOException | UnsupportedOperationException e) {
            throw TaskException.usage(path + ": " + Fault.text(e), e);
        }
    }

    private void read(FanClient client, FeedListener to) throws IOException {
        long next = 0;
        for (MoldFrame frame = client.next(); frame != null; frame = client.next()) {
            if (next == 0) {
                next = to.onSession(frame.session(), frame.firstSequence());
            } else if (frame.firstSequence() > next) {
                gaps += frame.firstSequence() - next;
                to.onGap(next, frame.firstSequence() - 1);
            }
            while (frame.next()) {
                to.onMessage(frame.sequence(), frame.publishedNs(), frame.bytes(), frame.offset(), frame.length());
                messages++;
            }
            to.onBatchEnd();
            next = frame.endSequence();
            if (frame.isEndOfSession()) {
                to.onSessionEnd(frame.session(), true, gaps == 0);
                next = 0;
            }
        }
    }
}
