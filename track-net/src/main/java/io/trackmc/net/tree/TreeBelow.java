package io.trackmc.net.tree;

import io.trackmc.net.client.ManagementAddress;
import io.trackmc.net.client.ManagementClient;
import io.trackmc.net.client.ManagementClient.Patience;
import io.trackmc.net.tree.TreeDocument.Feed;
import java.io.Closeable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Asks all management addresses below, each every two seconds, on a few threads of its own: one that does not answer holds no other up for long. Any thread. */
final class TreeBelow implements Closeable {

    /** From one answer to the next question. */
    static final long EVERY_MS = 2_000;

    private static final int THREADS = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(4);
    private static final Patience WAITS = new Patience(Duration.ofSeconds(3), PATIENCE, PATIENCE);

    private final ScheduledThreadPoolExecutor threads;
    private final Consumer<FeedResult> results;
    private final Runnable look;
    private final List<Future<?>> running = new ArrayList<>();
    private ManagementClient client = newClient();
    private volatile List<TreeFeed> feeds = List.of();

    /**
     * Asks nobody yet.
     *
     * @param results hears what came of each question
     * @param look run every so often besides
     */
    TreeBelow(Consumer<FeedResult> results, Runnable look) {
        this.results = results;
        this.look = look;
        AtomicInteger number = new AtomicInteger();
        this.threads = new ScheduledThreadPoolExecutor(THREADS, task -> Thread.ofPlatform().daemon()
                .name("track-tree-" + number.incrementAndGet()).unstarted(task));
        threads.setRemoveOnCancelPolicy(true);
    }

    /** From now on asks these. What others have told is forgotten. */
    synchronized void use(List<ManagementAddress> addresses) {
        running.forEach(task -> task.cancel(false));
        running.clear();
        client.close();
        client = newClient();
        List<TreeFeed> now = addresses.stream().map(address -> new TreeFeed(address, client)).toList();
        feeds = now;
        if (!now.isEmpty() && !threads.isShutdown()) {
            now.forEach(feed -> every(() -> ask(feed)));
            every(look);
        }
    }

    /** Each of them now. */
    List<TreeFeed> feeds() {
        return feeds;
    }

    /** How each of them is. */
    List<Feed> describe(long nowNs) {
        return feeds.stream().map(feed -> feed.describe(nowNs)).toList();
    }

    private void every(Runnable task) {
        running.add(threads.scheduleWithFixedDelay(() -> tolerate(task), 0, EVERY_MS, TimeUnit.MILLISECONDS));
    }

    /** What fails once is tried again the next time, as what is not there. */
    private void tolerate(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException _) {
            results.accept(FeedResult.UNREACHABLE);
        }
    }

    private void ask(TreeFeed feed) {
        int others = feeds.stream().filter(other -> other != feed).map(TreeFeed::told).filter(Objects::nonNull)
                .mapToInt(TreeFeed.Told::size).sum();
        try {
            results.accept(feed.ask(TreeFeed.MOST_NODES - others));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static ManagementClient newClient() {
        return new ManagementClient(WAITS, TreeFeed.MOST_BYTES);
    }

    /** Asks nobody any more. Does not wait. */
    @Override
    public synchronized void close() {
        threads.shutdownNow();
        client.close();
    }
}
