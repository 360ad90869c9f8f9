package io.trackmc.cli.feed;

import io.trackmc.cli.task.Background;
import io.trackmc.cli.task.Fault;
import io.trackmc.cli.task.StandStill;
import io.trackmc.feed.line.FeedLines;
import io.trackmc.feed.line.FeedStoppedException;
import io.trackmc.keys.transport.bundle.NodeConfig;
import io.trackmc.keys.transport.incarnation.StateLock;
import io.trackmc.net.LossInjector;
import io.trackmc.net.node.LonelyNode;
import io.trackmc.proto.engine.EngineEvent;
import io.trackmc.receiver.ReceiverContext;
import io.trackmc.receiver.ReceiverStatus;
import io.trackmc.receiver.StreamHandler;
import io.trackmc.receiver.Subscription;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One line of a feed: a receiver, and the thread that polls it. What ends it ends the line, not the feed. */
final class SubscribedLine implements AutoCloseable {

    private final int number;
    private final String name;
    private final NodeConfig config;
    private final FeedLines lines;
    private final Consumer<String> events;
    private final StateLock lock;
    private final Subscription subscription;
    private final Background<Void> work;
    private final LonelyNode lonely;
    private volatile boolean stopped;
    /** Everything stops: that this line ends then says nothing of the session. */
    private volatile boolean cutOff;
    private volatile @Nullable String parent;
    private volatile @Nullable Throwable failure;
    private @Nullable ReceiverStatus last;
    private @Nullable StandStill idle;

    /** @param of how many lines the feed has */
    SubscribedLine(int number, NodeConfig config, int of, FeedLines lines, boolean once, LossInjector loss,
            Consumer<String> events) {
        this.number = number;
        this.name = of == 1 ? "" : "line " + FeedOutput.lineName(number) + ": ";
        this.config = config;
        this.lines = lines;
        this.events = events;
        this.lonely = new LonelyNode(config, System.nanoTime());
        this.lock = StateLock.take(config.files().stateDirectory());
        try {
            this.subscription = Subscription.open(new ReceiverContext().nodeConfig(config).loss(loss).once(once)
                    .warnings(this::say).eventListener(this::onEvent));
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
        this.work = Background.start("track-subscribe-" + FeedOutput.lineName(number), this::receive);
    }

    private @Nullable Void receive() throws Exception {
        StreamHandler handler = lines.handler(number);
        try {
            subscription.run(handler, () -> stopped);
            if (!stopped) {
                subscription.finished().get(); // where it ended otherwise than by the end of a session, that is why
            }
        } catch (InterruptedException | FeedStoppedException e) {
            failure = e; // everything stops: what the other line could still bring is not waited for
            return null;
        } catch (Exception e) {
            failure = e;
            say(Fault.text(e));
        }
        if (!cutOff) {
            lines.ended(number);
        }
        return null;
    }

    /** Tells it to stop at once, without waiting: another line may hold it up. */
    void stop() {
        cutOff = true;
        stopped = true;
        work.interrupt();
    }

    private void say(String event) {
        events.accept(name + event);
    }

    private void onEvent(EngineEvent event) {
        switch (event) {
            case EngineEvent.ParentBound e -> {
                parent = config.nameOf(e.parent());
                say((e.failover() ? "went over to parent " : "parent ") + parent);
            }
            case EngineEvent.ParentLost e -> {
                parent = null;
                say("lost parent " + config.nameOf(e.parent()) + ": " + e.why().name().toLowerCase(Locale.ROOT));
            }
            case EngineEvent.Unrecoverable e -> say("packets " + e.first() + " to " + e.last() + " are lost for good");
            default -> {
                // Counted elsewhere, or nothing that a feed shows.
            }
        }
    }

    /** Completes when nothing more will come by this line. */
    CompletableFuture<Void> ended() {
        return work.result();
    }

    /** Why it ended; null when it ended well. */
    @Nullable
    Throwable failure() {
        return failure;
    }

    /** Ends it although it has not ended by itself, once it has brought nothing for so long since this was first called. */
    void stopWhenIdle(long nowNs, long idleNs) {
        StandStill known = idle;
        if (known == null) {
            known = new StandStill(Duration.ofNanos(idleNs), nowNs);
            idle = known;
        }
        ReceiverStatus status = last;
        if (known.isOver(nowNs, status == null ? 0 : status.messages())) {
            stopped = true;
            subscription.wakeUp();
        }
    }

    /** Says once that it finds nobody although packets arrive. */
    void watch(long nowNs) {
        ReceiverStatus status = subscription.status();
        last = status;
        String warning = lonely.look(nowNs, status.parent() == null, status::drops);
        if (warning != null) {
            say(warning);
        }
    }

    String text() {
        ReceiverStatus status = last;
        return name + (parent == null ? "no parent yet" : "parent " + parent)
                + (status == null ? "" : String.format(", %,d frames, %,d repairs", status.messages(),
                        status.repairsReceived()));
    }

    long repairsReceived() {
        return last == null ? 0 : last.repairsReceived();
    }

    long failovers() {
        return last == null ? 0 : last.failovers();
    }

    @Override
    public void close() {
        try (lock; subscription; work) {
            last = subscription.status();
        }
    }
}
