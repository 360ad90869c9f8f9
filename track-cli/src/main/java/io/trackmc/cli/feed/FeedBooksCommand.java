package io.trackmc.cli.feed;

import io.trackmc.cli.task.Fault;
import io.trackmc.cli.task.Task;
import io.trackmc.cli.task.TaskException;
import io.trackmc.cli.task.TaskRun;
import io.trackmc.feed.book.Books;
import io.trackmc.feed.itch.ItchFormatException;
import io.trackmc.feed.itch.ItchReader;
import io.trackmc.feed.mold.SessionName;
import io.trackmc.feed.snapshot.Snapshot;
import io.trackmc.feed.snapshot.SnapshotFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code track feed books}: the order books at the end of a file. */
@Command(
        name = "books", sortOptions = false,
        header = "Builds the order books of a file.",
        description = "Builds the order books of an ITCH 5.0 file and prints their digest, by which they can be compared with those of a"
                + " subscriber.",
        footerHeading = "%nExamples:%n",
        footer = {"  track feed books day.itch",
            "  track feed books --up-to 5000 --session A1 --snapshot-to books.snap day.itch"})
public final class FeedBooksCommand implements Task {

    @Option(names = "--up-to", paramLabel = "N", description = "After so many messages (default: all).")
    private @Nullable Long upTo;

    @Option(names = "--snapshot-to", paramLabel = "FILE",
            description = "Writes the books as a snapshot, with which late subscribers can begin.")
    private @Nullable Path snapshotTo;

    @Option(names = "--session", paramLabel = "NAME", description = "Session of the feed that the snapshot is for.")
    private @Nullable String session;

    @Parameters(paramLabel = "FILE", description = "The file.")
    private Path file;

    @Override
    public List<String> fields() {
        return List.of("messages", "orders", "stocks", "unknownOrders", "refused", "booksDigest");
    }

    @Override
    public void run(TaskRun run) {
        if ((session == null) != (snapshotTo == null)) {
            throw TaskException.usage("--snapshot-to and --session, allowed: both or none");
        }
        try {
            Books books = read(file, upTo == null ? Long.MAX_VALUE : upTo);
            run.set("messages", books.messages()).set("orders", books.liveOrders())
                    .set("stocks", books.books().size()).set("unknownOrders", books.unknownOrders())
                    .set("refused", books.refused()).set("booksDigest", books.digest());
            BooksTable.of(books).lines(run.peopleTerminal().pictureColumns()).forEach(run.people()::println);
            run.people().printf("%,d messages, %,d live orders, books %s%n", books.messages(), books.liveOrders(),
                    books.digest());
            save(books);
        } catch (ItchFormatException e) {
            throw TaskException.usage(file + ": " + e.getMessage(), e);
        } catch (IOException | IllegalArgumentException e) {
            throw TaskException.usage(Fault.text(e), e);
        }
    }

    private void save(Books books) throws IOException {
        if (session != null && snapshotTo != null) {
            SnapshotFile.write(new Snapshot(new SessionName(session), books.messages(), books),
                    snapshotTo);
        }
    }

    /** Books after the first messages of a file. */
    static Books read(Path file, long upTo) throws IOException {
        Books books = new Books();
        try (ItchReader reader = new ItchReader(Files.newInputStream(file))) {
            for (long i = 0; i < upTo && reader.next(); i++) {
                books.apply(reader.bytes(), reader.offset(), reader.length());
            }
        }
        return books;
    }
}
