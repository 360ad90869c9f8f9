package io.trackmc.cli.feed;

import io.trackmc.cli.task.Task;
import io.trackmc.cli.task.TaskException;
import io.trackmc.cli.task.TaskRun;
import io.trackmc.cli.unit.Probability;
import io.trackmc.cli.unit.StreamRate;
import io.trackmc.feed.itch.TradingDay;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code track feed day}: a whole trading day on this machine, and what became of the books. */
@Command(
        name = "day", sortOptions = false,
        header = "Tries a whole trading day on this machine.",
        description = "Publishes a made-up trading day over real loopback multicast to four subscribers below two repair heads, all of which"
                + " lose packets on purpose; kills one repair head in the middle, without a word; and compares the order books of all"
                + " subscribers with those of the file. Leaves nothing behind.",
        footerHeading = "%nExamples:%n",
        footer = {"  track feed day", "  track feed day --messages 5000000 --json"})
public final class FeedDayCommand implements Task {

    @Option(names = "--messages", paramLabel = "N", defaultValue = "200000",
            description = "Messages of the day (default: ${DEFAULT-VALUE}).")
    private long messages;

    @Option(names = "--seed", paramLabel = "S", defaultValue = "1",
            description = "Seed of the day and of what is lost (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--rate", paramLabel = "R", defaultValue = "40kmsg", converter = StreamRate.Converter.class,
            description = "Messages a second (default: ${DEFAULT-VALUE}).")
    private StreamRate rate;

    @Option(
            names = "--loss", paramLabel = "P", defaultValue = "0.01", converter = Probability.class,
            description = "Probability that a packet is lost, at each node anew (default: ${DEFAULT-VALUE}).")
    private double loss;

    @Override
    public List<String> fields() {
        return FeedDay.FIELDS;
    }

    @Override
    public void run(TaskRun run) throws Exception {
        check(messages >= TradingDay.LEAST_MESSAGES && messages <= TradingDay.MOST_MESSAGES, "--messages: found "
                + messages + ", allowed: " + TradingDay.LEAST_MESSAGES + " to " + TradingDay.MOST_MESSAGES);
        check(rate.inMessages(), "--rate: found " + (long) (rate.value() * Byte.SIZE)
                + " bit/s, allowed: messages a second, such as 40kmsg");
        check(loss < 1, "--loss: found " + loss + ", allowed: less than 1, or nothing ever arrives");
        new FeedDay(run, new DayPlan(messages, seed, rate.value(), loss)).run();
    }

    private static void check(boolean condition, String otherwise) {
        if (!condition) {
            throw TaskException.usage(otherwise);
        }
    }
}
