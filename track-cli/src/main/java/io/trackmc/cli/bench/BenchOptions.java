package io.trackmc.cli.bench;

import io.trackmc.cli.picture.BarChart;
import io.trackmc.cli.task.TaskException;
import io.trackmc.cli.unit.Probability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What all benches ask for. */
final class BenchOptions {

    private static final int MOST_RECEIVERS = 64;
    private static final double LEAST_LOSS = 0.0001;

    @Option(names = "--peers", split = ",", paramLabel = "PEER",
            description = "Which, in this order: track, aeron, aeron-tuned, jgroups, jgroups-tuned; for files track, uftp (default: all).")
    private List<String> peers = new ArrayList<>();

    @Option(names = "--mode", paramLabel = "whole|wire|card", converter = Mode.Converter.class, defaultValue = "whole",
            description = "How super-packets travel: whole; cut as by an ordinary network card; or cut, and joined again by the kernel that receives (default: whole).")
    private Mode mode;

    @Option(names = "--receivers", paramLabel = "N", defaultValue = "1",
            description = "How many, each on a host of its own (default: ${DEFAULT-VALUE}).")
    private int receivers;

    @Option(names = "--loss", paramLabel = "P", converter = Probability.class, defaultValue = "0",
            description = "Share of the datagrams that each receiver's host drops (default: ${DEFAULT-VALUE}).")
    private double loss;

    @Option(names = "--runs", paramLabel = "N", defaultValue = "3",
            description = "How often each peer, in turns (default: ${DEFAULT-VALUE}).")
    private int runs;

    @Option(names = "--plots", paramLabel = "DIR",
            description = "Puts a picture of the result there too (SVG); the directory is made.")
    private @Nullable Path plots;

    /** Refuses what makes no sense. */
    void check() {
        check(receivers >= 1 && receivers <= MOST_RECEIVERS, "--receivers", receivers, "1 to " + MOST_RECEIVERS);
        check(loss == 0 || loss >= LEAST_LOSS, "--loss", loss, "0, or " + LEAST_LOSS + " to 1");
        check(runs >= 1 && runs <= 100, "--runs", runs, "1 to 100");
    }

    /**
     * Those asked for.
     *
     * @param possible here; all of them when none was asked for
     */
    List<Peer> peers(List<Peer> possible) {
        return peers.isEmpty() ? possible : peers.stream().map(word -> Peer.of(word, possible)).toList();
    }

    Mode mode() {
        return mode;
    }

    int receivers() {
        return receivers;
    }

    double loss() {
        return loss;
    }

    int runs() {
        return runs;
    }

    /** Draws a picture if one is wanted. */
    void draw(BarChart chart, String name) throws IOException {
        if (plots != null) {
            Files.createDirectories(plots);
            Files.writeString(plots.resolve(name + ".svg"), chart.svg());
        }
    }

    static void check(boolean allowed, String option, Object found, String what) {
        if (!allowed) {
            throw TaskException.usage(option + ": found " + found + ", allowed: " + what);
        }
    }
}
