package io.trackmc.cli.bench;

import static io.trackmc.cli.bench.BenchOptions.check;

import io.trackmc.cli.process.TrackProcess;
import io.trackmc.cli.task.Task;
import io.trackmc.cli.task.TaskRun;
import io.trackmc.cli.unit.ByteSize;
import io.trackmc.cli.unit.Probability;
import io.trackmc.cli.unit.StreamRate;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code track bench failover}: how long receivers are without a parent that serves. */
@Command(name = "failover", sortOptions = false,
        header = "How long receivers go without repairs when their repair head dies.",
        description = "Kills one repair head of three after another while a source sends, and starts it again. Only for track: the other peers have none.",
        footerHeading = "%nExamples:%n",
        footer = {"  track bench failover --receivers 9 --loss 0.05"})
public final class BenchFailoverCommand implements Task {

    private static final int LEAST_BYTES = 16;
    private static final int MOST_BYTES = 60_000;
    private static final int MOST_PER_SECOND = 10_000;
    private static final int MOST_RECEIVERS = 48;
    private static final int MOST_SECONDS = 600;

    @Option(names = "--peers", split = ",", paramLabel = "PEER", defaultValue = "track",
            description = "track, which is the only one with repair heads.")
    private List<String> peers;

    @Option(names = "--mode", paramLabel = "whole|wire|card", converter = Mode.Converter.class, defaultValue = "wire",
            description = "How super-packets travel: whole; cut as by an ordinary network card; or cut, and joined again by the kernel that receives (default: wire).")
    private Mode mode;

    @Option(names = "--receivers", paramLabel = "N", defaultValue = "9",
            description = "How many, each on a host of its own (default: ${DEFAULT-VALUE}).")
    private int receivers;

    @Option(names = "--loss", paramLabel = "P", converter = Probability.class, defaultValue = "0.01",
            description = "Share of what the source multicasts that each host drops (default: ${DEFAULT-VALUE}).")
    private double loss;

    @Option(names = "--size", paramLabel = "BYTES", converter = ByteSize.class, defaultValue = "1000",
            description = "Bytes of a message (default: ${DEFAULT-VALUE}).")
    private long bytes;

    @Option(names = "--rate", paramLabel = "R", defaultValue = "400msg", converter = StreamRate.Converter.class,
            description = "Messages a second, such as 400msg, or bits a second, such as 20m (default: ${DEFAULT-VALUE}).")
    private StreamRate rate;

    @Option(names = "--runs", paramLabel = "N", defaultValue = "3",
            description = "How often (default: ${DEFAULT-VALUE}).")
    private int runs;

    @Option(names = "--seconds", paramLabel = "S", defaultValue = "" + FailoverTrial.DEFAULT_SECONDS,
            description = "How long the source sends in a run. Each of the repair heads is killed once in the first 22 s, and once more every 12 s (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Override
    public List<String> fields() {
        return Bench.FIELDS;
    }

    @Override
    public void run(TaskRun run) throws Exception {
        peers.forEach(word -> Peer.of(word, List.of(Peer.TRACK))); // the others have no repair heads
        check(receivers >= 1 && receivers <= MOST_RECEIVERS, "--receivers", receivers, "1 to " + MOST_RECEIVERS);
        check(bytes >= LEAST_BYTES && bytes <= MOST_BYTES, "--size", bytes, LEAST_BYTES + " to " + MOST_BYTES);
        check(runs >= 1 && runs <= 100, "--runs", runs, "1 to 100");
        check(seconds >= FailoverTrial.LEAST_SECONDS && seconds <= MOST_SECONDS, "--seconds", seconds,
                FailoverTrial.LEAST_SECONDS + " to " + MOST_SECONDS);
        double perSecond = rate.messagesPerSecond((int) bytes);
        check(perSecond >= 1 && perSecond <= MOST_PER_SECOND, "--rate", perSecond + " messages/s",
                "1 to " + MOST_PER_SECOND);
        TrackProcess.requirePossible("bench failover");
        new FailoverBench(run, new FailoverTrial(mode, receivers, loss, (int) bytes, (int) perSecond, seconds))
                .measure(runs);
    }
}
