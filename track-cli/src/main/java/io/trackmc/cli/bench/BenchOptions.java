package io.trackmc.cli.bench;

import io.trackmc.cli.task.TaskException;
import io.trackmc.cli.unit.ByteSize;
import io.trackmc.cli.unit.Probability;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Option;

/** What all benches ask for. */
final class BenchOptions {

    private static final int MOST_RECEIVERS = 64;
    private static final double LEAST_LOSS = 0.0001;
    private static final int MOST_BYTES = 65_000;

    @Option(names = "--peers", split = ",", paramLabel = "PEER", converter = Peer.Converter.class,
            description = "Which, in this order: track, aeron, aeron-tuned, jgroups, jgroups-tuned (default: all).")
    private List<Peer> peers = new ArrayList<>(Arrays.asList(Peer.values()));

    @Option(names = "--mode", paramLabel = "whole|wire", converter = Mode.Converter.class, defaultValue = "whole",
            description = "How super-packets travel: whole, or cut as by an ordinary network card (default: whole).")
    private Mode mode;

    @Option(names = "--size", paramLabel = "BYTES", converter = ByteSize.class, defaultValue = "1200",
            description = "Bytes of a message, at least 16 (default: ${DEFAULT-VALUE}).")
    private long bytes;

    @Option(names = "--receivers", paramLabel = "N", defaultValue = "1",
            description = "How many, each on a host of its own (default: ${DEFAULT-VALUE}).")
    private int receivers;

    @Option(names = "--loss", paramLabel = "P", converter = Probability.class, defaultValue = "0",
            description = "Share of the datagrams that each receiver's host drops (default: ${DEFAULT-VALUE}).")
    private double loss;

    @Option(names = "--runs", paramLabel = "N", defaultValue = "3",
            description = "How often each peer, in turns (default: ${DEFAULT-VALUE}).")
    private int runs;

    @Option(names = "--seconds", paramLabel = "S", defaultValue = "4",
            description = "Measured time of a run, after a warm-up of the same length, at most 5 s (default: ${DEFAULT-VALUE}).")
    private double seconds;

    private static final double LONGEST_WARM_UP = 5;

    int runs() {
        return runs;
    }

    /** One trial of each peer. */
    List<Trial> trials(double rate) {
        check(bytes >= 16 && bytes <= MOST_BYTES, "--size", bytes, "16 to " + MOST_BYTES);
        check(receivers >= 1 && receivers <= MOST_RECEIVERS, "--receivers", receivers, "1 to " + MOST_RECEIVERS);
        check(loss == 0 || loss >= LEAST_LOSS, "--loss", loss, "0, or " + LEAST_LOSS + " to 1");
        check(runs >= 1 && runs <= 100, "--runs", runs, "1 to 100");
        check(seconds >= 0.1 && seconds <= 600, "--seconds", seconds, "0.1 to 600");
        return peers.stream().map(peer -> new Trial(peer, mode, (int) bytes, receivers, loss, rate,
                Math.min(seconds, LONGEST_WARM_UP), seconds)).toList();
    }

    private static void check(boolean allowed, String option, Object found, String what) {
        if (!allowed) {
            throw TaskException.usage(option + ": found " + found + ", allowed " + what);
        }
    }
}
