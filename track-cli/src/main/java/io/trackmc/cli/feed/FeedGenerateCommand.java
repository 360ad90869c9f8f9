package io.trackmc.cli.feed;

import io.trackmc.cli.task.Fault;
import io.trackmc.cli.task.Task;
import io.trackmc.cli.task.TaskException;
import io.trackmc.cli.task.TaskRun;
import io.trackmc.cli.unit.ByteSize;
import io.trackmc.feed.itch.ItchWriter;
import io.trackmc.feed.itch.TradingDay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code track feed generate}: a made-up trading day. */
@Command(
        name = "generate", sortOptions = false,
        header = "Makes a trading day up.",
        description = "Writes an ITCH 5.0 file of any size with made-up orders of 40 stocks, in bursts. The same seed gives the same file.",
        footerHeading = "%nExamples:%n",
        footer = {"  track feed generate --messages 5000000 --seed 1 --out day.itch"})
public final class FeedGenerateCommand implements Task {

    @Option(names = "--messages", required = true, paramLabel = "N", description = "Messages, 100 or more.")
    private long messages;

    @Option(names = "--seed", paramLabel = "S", defaultValue = "1",
            description = "Another seed is another day (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--out", required = true, paramLabel = "F", description = "The file; replaced when it is there.")
    private Path out;

    @Override
    public List<String> fields() {
        return List.of("messages", "bytes", "seed");
    }

    @Override
    public void run(TaskRun run) {
        if (messages < TradingDay.LEAST_MESSAGES || messages > TradingDay.MOST_MESSAGES) {
            throw TaskException.usage("--messages: found " + messages + ", allowed: " + TradingDay.LEAST_MESSAGES
                    + " to " + TradingDay.MOST_MESSAGES);
        }
        try {
            write(out, messages, seed);
            run.set("messages", messages).set("bytes", Files.size(out)).set("seed", seed);
            run.people().printf("%s: %,d messages, %s%n", out, messages, ByteSize.text(Files.size(out)));
        } catch (IOException e) {
            throw TaskException.usage("--out: " + Fault.text(e), e);
        }
    }

    static void write(Path file, long messages, long seed) throws IOException {
        try (ItchWriter writer = new ItchWriter(Files.newOutputStream(file))) {
            TradingDay.write(messages, seed, writer);
        }
    }
}
