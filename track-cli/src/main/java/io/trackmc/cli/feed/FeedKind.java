package io.trackmc.cli.feed;

import io.trackmc.feed.replay.ItchSource;
import io.trackmc.feed.replay.LineSource;
import io.trackmc.feed.replay.MessageSource;
import java.io.InputStream;
import java.util.function.Function;
import picocli.CommandLine.Option;

/** What the messages of a feed are: lines of text unless something else is said. */
final class FeedKind {

    @Option(names = "--lines", description = "Messages are lines of text. The default.")
    private boolean lines;

    @Option(names = "--itch",
            description = "Messages are those of a NASDAQ ITCH 5.0 file: two bytes of length before each.")
    private boolean itch;

    boolean isItch() {
        return itch;
    }

    boolean isBoth() {
        return lines && itch;
    }

    Function<InputStream, MessageSource> source() {
        return itch ? ItchSource::new : LineSource::new;
    }
}
