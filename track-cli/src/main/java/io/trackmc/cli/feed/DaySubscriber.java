package io.trackmc.cli.feed;

import io.trackmc.cli.demo.CountingLoss;
import io.trackmc.cli.task.Background;
import io.trackmc.feed.line.Arbiter;
import io.trackmc.feed.line.FeedLines;
import io.trackmc.feed.line.LineCounts;
import io.trackmc.feed.snapshot.KeptBooks;
import io.trackmc.keys.transport.bundle.NodeConfig;
import io.trackmc.receiver.ReceiverContext;
import io.trackmc.receiver.ReceiverStatus;
import io.trackmc.receiver.Subscription;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A subscriber of a trading day: builds the books on a thread of its own. */
final class DaySubscriber implements AutoCloseable {

    private final NodeConfig config;
    private final FeedOutput output;
    private final FeedLines lines;
    private final Subscription node;
    private final Background<Void> work;

    DaySubscriber(NodeConfig config, CountingLoss loss, Consumer<String> warnings) {
        this.config = config;
        this.output = new FeedOutput(_ -> {})
                .books(new KeptBooks(null, KeptBooks.DEFAULT_ROOM_BYTES, Duration.ZERO, _ -> {}));
        this.lines = new FeedLines(new Arbiter(1, 0, Arbiter.DEFAULT_ROOM_BYTES, output));
        this.node = Subscription.open(new ReceiverContext().nodeConfig(config).loss(loss).once(true)
                .warnings(warnings));
        this.work = Background.start("day-" + config.self().name(), this::receive);
    }

    private @Nullable Void receive() throws Exception {
        node.run(lines.handler(0), () -> false);
        node.finished().get();
        return null;
    }

    /** Completes when the session has ended; fails when the books could not be built. */
    CompletableFuture<Void> done() {
        return work.result();
    }

    String name() {
        return config.self().name();
    }

    ReceiverStatus status() {
        return node.status();
    }

    LineCounts counts() {
        return lines.counts();
    }

    /** To be read when it is done. */
    FeedOutput output() {
        return output;
    }

    /** Work first, then the node. */
    @Override
    public void close() {
        try (node; work) {
            // Only closes.
        }
    }
}
