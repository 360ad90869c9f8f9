package io.trackmc.cli.feed;

import io.trackmc.cli.file.StreamTarget;
import io.trackmc.cli.role.NodeOptions;
import io.trackmc.cli.role.StreamRules;
import io.trackmc.cli.task.Fault;
import io.trackmc.cli.task.Task;
import io.trackmc.cli.task.TaskException;
import io.trackmc.cli.task.TaskRun;
import io.trackmc.cli.unit.StreamRate;
import io.trackmc.cli.unit.TimeSpan;
import io.trackmc.feed.mold.SessionName;
import io.trackmc.feed.replay.MessageSource;
import io.trackmc.feed.replay.Pace;
import io.trackmc.keys.transport.bundle.NodeConfig;
import io.trackmc.keys.transport.bundle.NodeRole;
import io.trackmc.keys.transport.incarnation.StateLock;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code track publish}: a stream of numbered messages. */
@Command(
        name = "publish", sortOptions = false,
        header = "Publishes a stream of messages.",
        description = "Publishes the lines of a text, or the messages of an ITCH 5.0 file, each with a number, in frames like those of MoldUDP64,"
                + " as fast as possible, at a rate, or as they were recorded. Ends with 0 only if every receiver has confirmed all of it.",
        footerHeading = "%nExamples:%n",
        footer = {"  tail -f log | track publish --config d/sender.conf --await 2 -",
            "  track publish --config d/sender.conf --itch --speed 1 day.itch",
            "  track publish --config d/sender.conf --itch --rate 50kmsg --session A1 day.itch", "",
            "For two lines, publish the same file with the same --session in two groups; track subscribe takes both."})
public final class PublishCommand implements Task {

    private static final DateTimeFormatter SESSION_OF_NOW = DateTimeFormatter.ofPattern("MMddHHmmss");

    @Mixin
    private NodeOptions node;

    @Mixin
    private FeedKind kind;

    @Option(
            names = "--rate", paramLabel = "R", converter = StreamRate.Converter.class,
            description = "Messages a second, such as 50kmsg, or bits a second of messages, such as 20m. Times that"
                    + " subscribers measure count from when a message was due, also with --speed.")
    private @Nullable StreamRate rate;

    @Option(names = "--speed", paramLabel = "X",
            description = "With --itch: as fast as it was recorded, times X, such as 1 or 10.")
    private @Nullable Double speed;

    @Option(names = "--session", paramLabel = "NAME",
            description = "Name of the feed's session, up to ten characters (default: the time, so that each is another)."
                    + " Two lines of one feed have the same.")
    private @Nullable String session;

    @Option(
            names = "--await", paramLabel = "N", defaultValue = "1",
            description = "Receivers to wait for before it begins (default: ${DEFAULT-VALUE}).")
    private int await;

    @Option(
            names = "--timeout", paramLabel = "T", defaultValue = "60s", converter = TimeSpan.class,
            description = "Gives up when the receivers are not there after this time, or when nothing moves for so long"
                    + " although there is something to send (default: ${DEFAULT-VALUE}; 0s: never).")
    private Duration timeout;

    @Parameters(paramLabel = "FILE|-", description = "The messages; - for standard input.")
    private String file;

    @Override
    public List<String> fields() {
        return PublishRun.FIELDS;
    }

    @Override
    public void run(TaskRun run) throws Exception {
        check(await >= 1, "--await: found " + await + ", allowed: 1 or more");
        check(!kind.isBoth(), "--lines and --itch, allowed: one of them");
        check(rate == null || speed == null, "--rate and --speed, allowed: one of them");
        check(speed == null || kind.isItch(), "--speed without --itch: lines have no times");
        check(speed == null || (speed > 0 && !speed.isInfinite()), "--speed: found " + speed + ", allowed: above 0");
        SessionName name = sessionName();
        NodeConfig config = node.read(NodeRole.SENDER);
        StreamRules.check("feeds", config.session());
        try (MessageSource source = kind.source().apply(open(run));
                StateLock _ = StateLock.take(config.files().stateDirectory())) {
            new PublishRun(run, config, await, timeout, node.loss(config)).publish(name, pace(), source, isPipe());
        }
    }

    private SessionName sessionName() {
        try {
            return new SessionName(session == null ? LocalDateTime.now(ZoneOffset.UTC).format(SESSION_OF_NOW)
                    : session);
        } catch (IllegalArgumentException e) {
            throw TaskException.usage("--session: " + e.getMessage(), e);
        }
    }

    private Pace pace() {
        if (speed != null) {
            return Pace.recorded(speed);
        }
        if (rate == null) {
            return Pace.AS_FAST_AS_POSSIBLE;
        }
        return rate.inMessages() ? Pace.messages(rate.value()) : Pace.bytes(rate.value());
    }

    private boolean isPipe() {
        return file.equals(StreamTarget.NAME) || !Files.isRegularFile(Path.of(file));
    }

    private InputStream open(TaskRun run) {
        if (file.equals(StreamTarget.NAME)) {
            return run.console().in();
        }
        try {
            return Files.newInputStream(Path.of(file));
        } catch (IOException e) {
            throw TaskException.usage(Fault.text(e), e);
        }
    }

    private static void check(boolean condition, String otherwise) {
        if (!condition) {
            throw TaskException.usage(otherwise);
        }
    }
}
