package io.trackmc.cli.feed;

import io.trackmc.cli.task.Fault;
import io.trackmc.cli.task.Task;
import io.trackmc.cli.task.TaskException;
import io.trackmc.cli.task.TaskRun;
import io.trackmc.cli.unit.Probability;
import io.trackmc.cli.unit.TimeSpan;
import io.trackmc.feed.fan.FanServer;
import io.trackmc.feed.fan.SlowReader;
import io.trackmc.feed.snapshot.FileSnapshots;
import io.trackmc.feed.snapshot.KeptBooks;
import io.trackmc.keys.transport.bundle.NodeConfig;
import io.trackmc.keys.transport.bundle.NodeRole;
import io.trackmc.repairhead.SettingsOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code track subscribe}: receives a stream of numbered messages, on one line or two. */
@Command(
        name = "subscribe", sortOptions = false,
        header = "Receives a stream of messages.",
        description = "Receives what track publish publishes, each message once and in order, and tells how long messages took. With two"
                + " configurations it takes the same feed on two lines, each message from whichever line has it first. Gaps, fail-overs"
                + " and late starts are told on standard error.",
        footerHeading = "%nExamples:%n",
        footer = {"  track subscribe --config d/receiver-1.conf",
            "  track subscribe --config a/receiver-1.conf --config b/receiver-1.conf --itch --books --once",
            "  track subscribe --config d/receiver-1.conf --itch --share /run/user/1000/feed",
            "  track feed read --itch --books /run/user/1000/feed", "",
            "Times are from the publisher's clock to this host's. On one host that is one clock; between hosts they are as good as"
                    + " the clocks agree (PTP, NTP)."})
public final class SubscribeCommand implements Task {

    @Option(names = "--config", required = true, paramLabel = "F",
            description = "Configuration of the receiver, HOCON. Twice for two lines, A and B, which are different groups.")
    private List<Path> configs = new ArrayList<>();

    @Mixin
    private SettingsOptions settings;

    @Mixin
    private FeedKind kind;

    @Option(names = "--output", paramLabel = "FILE|-",
            description = "Where messages go; - for standard output, which is the default for lines, unless --json or --share is given.")
    private @Nullable String output;

    @Option(names = "--once",
            description = "Ends with the first session, with 1 unless it came whole, from its first message on.")
    private boolean once;

    @Option(names = "--accept-late",
            description = "Takes a session also where it begins late and no snapshot has what was before. Books are marked as not sound"
                    + " then.")
    private boolean acceptLate;

    @Option(names = "--books", description = "Keeps the order books of an ITCH feed, and tells their digest.")
    private boolean books;

    @Option(names = "--snapshot", paramLabel = "FILE",
            description = "With --books: who comes late, or has lost messages, goes on with the snapshot in FILE, once there is one that"
                    + " joins on; messages are kept until then, up to 16 MiB.")
    private @Nullable Path snapshot;

    @Option(
            names = "--snapshot-wait", paramLabel = "T", defaultValue = "10s", converter = TimeSpan.class,
            description = "How long it waits for such a snapshot when there is no room for more messages, or the session is over (default:"
                    + " ${DEFAULT-VALUE}). The feed waits meanwhile. A late start ends with 1 then, unless --accept-late is given.")
    private Duration snapshotWait;

    @Option(names = "--snapshot-to", paramLabel = "FILE",
            description = "With --books: writes snapshots to FILE, each in place of the last, as long as the books are sound.")
    private @Nullable Path snapshotTo;

    @Option(names = "--snapshot-every", paramLabel = "N", defaultValue = "100000",
            description = "Messages between two of these (default: ${DEFAULT-VALUE}).")
    private long snapshotEvery;

    @Option(names = "--share", paramLabel = "PATH",
            description = "Hands the feed on to local processes that connect to this Unix domain socket (track feed read).")
    private @Nullable Path share;

    @Option(names = "--share-slow", paramLabel = "wait|drop", defaultValue = "wait",
            converter = SlowReaderWord.class,
            description = "What becomes of a local process that does not keep up: everything waits for it, the sender too, or it is cut"
                    + " off (default: ${DEFAULT-VALUE}).")
    private SlowReader shareSlow;

    @Option(names = "--share-await", paramLabel = "N", defaultValue = "0",
            description = "Local processes that must have connected, and said that they read, before it looks for a parent (default:"
                    + " ${DEFAULT-VALUE}).")
    private int shareAwait;

    @Option(
            names = "--line-timeout", paramLabel = "T", defaultValue = "2s", converter = TimeSpan.class,
            description = "With two lines: how long a line that is behind, or silent, may keep the other waiting for what that has lost"
                    + ", for its first message, or for its end of a session (default: ${DEFAULT-VALUE}).")
    private Duration lineTimeout;

    @Option(
            names = "--loss", paramLabel = "P", defaultValue = "0", converter = Probability.class,
            description = "Throws away packets that arrive, with this probability, to show what repairs do (default: ${DEFAULT-VALUE}).")
    private double loss;

    @Option(names = "--loss-seed", paramLabel = "S", defaultValue = "0",
            description = "Seed of what --loss throws away (default: ${DEFAULT-VALUE}).")
    private long lossSeed;

    @Override
    public List<String> fields() {
        return SubscribeRun.FIELDS;
    }

    @Override
    public void run(TaskRun run) throws Exception {
        check();
        List<NodeConfig> lines = new ArrayList<>();
        for (Path config : configs) {
            lines.add(line(config));
        }
        SubscribeRun work = new SubscribeRun(run,
                new SubscribePlan(lines, once, acceptLate, lineTimeout, loss, lossSeed, shareAwait));
        try (FanServer fan = share == null ? null : share(share); FeedOutput to = output(run, fan, work::say)) {
            work.subscribe(to, fan);
        }
    }

    private FeedOutput output(TaskRun run, @Nullable FanServer fan, Consumer<String> events) {
        FeedOutput to = new FeedOutput(events).fan(fan)
                .messagesTo(MessageOutput.open(run, output, kind.isItch(), kind.isItch() || share != null));
        if (books) {
            to.books(new KeptBooks(snapshot == null ? null : new FileSnapshots(snapshot),
                    KeptBooks.DEFAULT_ROOM_BYTES, snapshotWait, events));
        }
        if (snapshotTo != null) {
            to.snapshotsTo(new SnapshotOutput(snapshotTo, snapshotEvery, events));
        }
        return to;
    }

    private void check() {
        check(configs.size() <= 2, "--config: found " + configs.size() + " lines, allowed: 1 or 2");
        check(!kind.isBoth(), "--lines and --itch, allowed: one of them");
        check(!books || kind.isItch(), "--books without --itch: lines have no orders");
        check(snapshot == null || books, "--snapshot without --books");
        check(snapshotTo == null || books, "--snapshot-to without --books");
        check(snapshotEvery >= 1, "--snapshot-every: found " + snapshotEvery + ", allowed: 1 or more");
        check(shareAwait >= 0 && shareAwait <= FanServer.MAX_MEMBERS, "--share-await: found " + shareAwait
                + ", allowed: 0 to " + FanServer.MAX_MEMBERS);
        check(share != null || shareAwait == 0, "--share-await without --share");
    }

    private static void check(boolean condition, String otherwise) {
        if (!condition) {
            throw TaskException.usage(otherwise);
        }
    }

    private NodeConfig line(Path file) {
        NodeConfig read = settings.read(file);
        if (read.self().role() != NodeRole.RECEIVER) {
            throw TaskException.usage(file + ": key \"node.role\": found " + read.self().role().text()
                    + ", allowed: " + NodeRole.RECEIVER.text());
        }
        return read;
    }

    private FanServer share(Path path) {
        try {
            return FanServer.listen(path, shareSlow, FanServer.DEFAULT_QUEUE_BYTES, shareAwait);
        } catch (IOException e) {
            throw TaskException.usage("--share: " + Fault.text(e), e);
        }
    }
}
