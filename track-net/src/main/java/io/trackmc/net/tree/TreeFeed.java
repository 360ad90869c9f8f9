package io.trackmc.net.tree;

import io.trackmc.net.client.ManagementAddress;
import io.trackmc.net.client.ManagementClient;
import io.trackmc.net.client.TooLongAnswerException;
import io.trackmc.net.tree.TreeDocument.Feed;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Asks one management address for its tree, and keeps the last one. One thread asks, any thread reads. */
final class TreeFeed {

    /** Most nodes of one tree, and of all that is kept; children counted. */
    static final int MOST_NODES = 20_000;

    /** Longest answer; its bytes never size anything before they have come. */
    static final long MOST_BYTES = 16 << 20;

    private static final long NS_PER_MS = 1_000_000;

    private final ManagementAddress address;
    private final ManagementClient client;
    private volatile @Nullable Told told;
    private volatile FeedResult result = FeedResult.UNREACHABLE;

    TreeFeed(ManagementAddress address, ManagementClient client) {
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
        try {
            ManagementClient.Answer answer = client.get(address, "/tree");
            if (!answer.isOk()) {
                return FeedResult.REFUSED;
            }
            Told read = new Told(TreeReader.read(answer.body(), MOST_NODES), System.nanoTime());
            if (read.size() > room) {
                return FeedResult.TOO_LARGE;
            }
            told = read;
            return FeedResult.TAKEN;
        } catch (TreeFormatException e) {
            return e.isTooLarge() ? FeedResult.TOO_LARGE : FeedResult.NOT_A_TREE;
        } catch (TooLongAnswerException _) {
            return FeedResult.TOO_LARGE;
        } catch (IOException _) {
            return FeedResult.UNREACHABLE;
        }
    }
}
