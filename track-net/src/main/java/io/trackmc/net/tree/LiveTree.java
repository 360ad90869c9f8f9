package io.trackmc.net.tree;

import io.trackmc.net.client.ManagementAddress;
import io.trackmc.net.tree.TreeDocument.Heard;
import java.io.Closeable;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Puts together what the nodes of this process know and what the nodes below have told. What comes from below is not believed further than it can be checked: it takes no
 * node's place that this process has, is of the groups of this process, at most so much, so deep and so old, and each node is there once, as it was heard last. Any thread.
 */
public final class LiveTree implements Closeable {

    /** Addresses that a report may have come through. */
    static final int MOST_DEPTH = 8;

    private static final long OLDEST_MS = 3_600_000;
    private static final long PATIENCE_MS = 2_000;

    private final Supplier<CompletableFuture<List<TreeNode>>> source;
    private final InstantSource clock;
    private final boolean ofOthers;
    private final TreeBelow below;
    private final Moves moves = new Moves();
    private long leftOut;

    /**
     * Of the nodes of a process, and nobody below.
     *
     * @param source asks them what they know, and does not wait
     * @param clock tells the time of day
     * @param ofOthers whether it has no nodes of its own, and takes those of every group
     * @param results hears what comes of each question to an address below
     */
    public LiveTree(Supplier<CompletableFuture<List<TreeNode>>> source, InstantSource clock, boolean ofOthers,
            Consumer<FeedResult> results) {
        this.ofOthers = ofOthers;
        this.source = source;
        this.clock = clock;
        this.below = new TreeBelow(results, this::look);
    }

    /** From now on asks these addresses. */
    public void use(List<ManagementAddress> addresses) {
        below.use(addresses);
    }

    /** What the nodes of this process know, as JSON. */
    public CompletableFuture<String> own() {
        return source.get().thenApplyAsync(nodes -> TreeText.write(TreeDocument.own(clock.millis(), nodes)));
    }

    /** The same with what the nodes below it have told. */
    public CompletableFuture<String> whole() {
        return source.get().thenApplyAsync(nodes -> TreeText.write(whole(nodes)));
    }

    /** Moves are seen also while nobody asks for the tree. */
    @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for it; the next look comes anyway
    private void look() {
        source.get().orTimeout(PATIENCE_MS, TimeUnit.MILLISECONDS).thenAcceptAsync(this::whole);
    }

    private synchronized TreeDocument whole(List<TreeNode> own) {
        leftOut = 0;
        long nowMs = clock.millis();
        long nowNs = System.nanoTime();
        Map<String, Heard> nodes = new LinkedHashMap<>();
        own.forEach(node -> nodes.put(node.key(), new Heard(node, 0, 0)));
        Set<String> groups = own.stream().map(TreeNode::group).collect(Collectors.toSet());
        for (TreeFeed feed : below.feeds()) {
            TreeFeed.Told told = feed.told();
            if (told != null) {
                long ageMs = told.ageMs(nowNs);
                for (Heard heard : told.tree().nodes()) {
                    take(nodes, groups, new Heard(heard.node(), heard.depth() + 1, aged(heard.ageMs(), ageMs)));
                }
            }
        }
        List<Heard> known = moves.look(nowMs, withinBounds(nodes));
        return new TreeDocument(nowMs, known, below.describe(nowNs), moves.events(), leftOut);
    }

    private static long aged(long ageMs, long moreMs) {
        return Math.min(ageMs, OLDEST_MS) + moreMs;
    }

    private void take(Map<String, Heard> nodes, Set<String> groups, Heard heard) {
        if (heard.depth() > MOST_DEPTH || heard.ageMs() > OLDEST_MS) {
            leftOut++;
            return;
        }
        Heard other = nodes.get(heard.node().key());
        boolean isNewer = other == null || (other.depth() > 0 && heard.ageMs() < other.ageMs());
        if (isNewer && (ofOthers || groups.contains(heard.node().group()))) {
            nodes.put(heard.node().key(), heard);
        }
    }

    private List<Heard> withinBounds(Map<String, Heard> nodes) {
        List<Heard> result = new ArrayList<>();
        int size = 0;
        for (Heard heard : nodes.values()) {
            size += heard.node().size();
            if (size <= TreeFeed.MOST_NODES) {
                result.add(heard);
            } else {
                leftOut++;
            }
        }
        return result;
    }

    /** Asks nobody any more. */
    @Override
    public void close() {
        below.close();
    }
}
