package io.trackmc.cli.bench;

import static io.trackmc.cli.bench.BenchOptions.check;

import io.trackmc.cli.picture.BarChart;
import io.trackmc.cli.unit.ByteSize;
import io.trackmc.cli.unit.StreamRate;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What benches of messages ask for. */
final class MessageOptions {

    private static final List<Peer> PEERS = Arrays.stream(Peer.values())
            .filter(peer -> !peer.isForFiles() && !peer.isCeiling()).toList();
    private static final int LEAST_BYTES = 16;
    private static final int MOST_BYTES = 65_000;
    private static final int MOST_BYTES_UNDER_CEILINGS = 1280;
    private static final int MOST_PER_SECOND = 1_000_000;

    @Mixin
    private BenchOptions common;

    @Option(names = "--size", paramLabel = "BYTES", converter = ByteSize.class, defaultValue = "1200",
            description = "Bytes of a message, at least 16 (default: ${DEFAULT-VALUE}).")
    private long bytes;

    @Option(names = "--seconds", paramLabel = "S", defaultValue = "4",
            description = "Measured time of a run (default: ${DEFAULT-VALUE}).")
    private double seconds;

    @Option(names = "--warm-up", paramLabel = "S", defaultValue = "10",
            description = "Time before it, in which a JVM compiles what runs often (default: ${DEFAULT-VALUE}).")
    private double warmUp;

    @Option(names = "--cold",
            description = "JVMs start without what they can learn from a short trial before; then give a longer --warm-up.")
    private boolean cold;

    boolean isCold() {
        return cold;
    }

    int runs() {
        return common.runs();
    }

    /** Draws a picture if one is wanted. */
    void draw(BarChart chart, String kind) throws IOException {
        common.draw(chart, String.format(Locale.ROOT, "%s-%s-%d-bytes-%d-receivers-%s-loss", kind, common.mode().text(),
                bytes, common.receivers(), common.loss()));
    }

    /**
     * One trial of each peer, and one of each ceiling if a message fits into a packet.
     *
     * @param rate null for as fast as each peer takes messages
     */
    List<Trial> trials(@Nullable StreamRate rate) {
        common.check();
        check(bytes >= LEAST_BYTES && bytes <= MOST_BYTES, "--size", bytes, LEAST_BYTES + " to " + MOST_BYTES);
        check(warmUp >= 0 && warmUp <= 600, "--warm-up", warmUp, "0 to 600");
        check(seconds >= 0.1 && seconds <= 600, "--seconds", seconds, "0.1 to 600");
        double perSecond = rate == null ? 0 : rate.messagesPerSecond((int) bytes);
        check(rate == null || (perSecond >= 1 && perSecond <= MOST_PER_SECOND), "--rate", perSecond + " messages/s",
                "1 to " + MOST_PER_SECOND);
        Stream<Peer> ceilings = bytes <= MOST_BYTES_UNDER_CEILINGS ? Stream.of(Peer.CEILING_GSO, Peer.CEILING_CRYPTO)
                : Stream.empty();
        return Stream.concat(common.peers(PEERS).stream(), ceilings)
                .map(peer -> new Trial(peer, common.mode(), (int) bytes, common.receivers(), common.loss(), perSecond,
                        warmUp, seconds))
                .toList();
    }
}
