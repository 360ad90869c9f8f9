package io.trackmc.net.tree;

import io.trackmc.net.tree.TreeDocument.Feed;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Asks one management address for its tree, and keeps the last one. One thread asks, any thread reads. */
final class TreeFeed {

    /** Most nodes of one tree, and of all that is kept; children counted. */
    static final int MOST_NODES = 20_000;

    /** Longest answer; its bytes never size anything before they have come. */
    static final long MOST_BYTES = 16 << 20;

    private static final long PATIENCE_MS = 4_000;
    private static final int OK = 200;
    private static final long NS_PER_MS = 1_000_000;

    private final TreeAddress address;
    private final HttpClient client;
    private volatile @Nullable Told told;
    private volatile FeedResult result = FeedResult.UNREACHABLE;

    TreeFeed(TreeAddress address, HttpClient client) {
        this.address = address;
        this.client = client;
    }

    /**
     * What it told.
     *
     * @param atNs when it had come, by {@link System#nanoTime}
     */
    record Told(TreeDocument tree, long atNs) {

        /** Nodes in it, children counted. */
        int size() {
            return tree.nodes().stream().mapToInt(heard -> heard.node().size()).sum();
        }

        long ageMs(long nowNs) {
            return (nowNs - atNs) / NS_PER_MS;
        }
    }

    /** The last that was told; null for nothing so far. */
    @Nullable
    Told told() {
        return told;
    }

    Feed describe(long nowNs) {
        Told last = told;
        return new Feed(address.url().toString(), last == null ? -1 : last.ageMs(nowNs), result.fault());
    }

    /**
     * Asks once and waits for the answer, for a bounded time.
     *
     * @param room nodes that may be kept of it
     */
    FeedResult ask(int room) throws InterruptedException {
        result = fetch(room);
        return result;
    }

    private FeedResult fetch(int room) throws InterruptedException {
        CompletableFuture<HttpResponse<String>> answer = client.sendAsync(request(),
                BodyHandlers.limiting(BodyHandlers.ofString(), MOST_BYTES));
        try {
            HttpResponse<String> response = answer.get(PATIENCE_MS, TimeUnit.MILLISECONDS);
            if (response.statusCode() != OK) {
                return FeedResult.REFUSED;
            }
            Told read = new Told(TreeReader.read(response.body(), MOST_NODES), System.nanoTime());
            if (read.size() > room) {
                return FeedResult.TOO_LARGE;
            }
            told = read;
            return FeedResult.TAKEN;
        } catch (TimeoutException _) {
            return FeedResult.UNREACHABLE;
        } catch (TreeFormatException e) {
            return e.isTooLarge() ? FeedResult.TOO_LARGE : FeedResult.NOT_A_TREE;
        } catch (ExecutionException e) {
            return isTooLong(e) ? FeedResult.TOO_LARGE : FeedResult.UNREACHABLE;
        } finally {
            answer.cancel(true);
        }
    }

    private static boolean isTooLong(ExecutionException e) {
        return e.getCause() instanceof IOException why && String.valueOf(why.getMessage()).contains("capacity");
    }

    private HttpRequest request() {
        URI url = address.url().resolve("/tree");
        HttpRequest.Builder request = HttpRequest.newBuilder(url).timeout(Duration.ofMillis(PATIENCE_MS));
        String token = address.token();
        return (token == null ? request : request.header("Authorization", "Bearer " + token)).build();
    }
}
