package io.trackmc.net.management;

import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.trackmc.net.drill.DrillConsole;
import io.trackmc.net.drill.DrillDesk;
import io.trackmc.net.tree.TreeNode;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What a {@link ManagementServer} tells. Asked on the server's thread: reads what others have published, and never waits. */
public interface ManagementSource {

    /** All metrics now. */
    MetricSnapshots metrics();

    /**
     * What an operator may want to know besides, as a JSON object on one line. Whoever knows it is asked and not waited for; fails when it cannot be told, and
     * may never complete.
     */
    CompletableFuture<String> status();

    /** Whether there is a tree to be told of. */
    default boolean hasTree() {
        return false;
    }

    /** What the nodes of this process know of themselves and their children. Asked as {@link #status} is. */
    default CompletableFuture<List<TreeNode>> tree() {
        return CompletableFuture.completedFuture(List.of());
    }

    /** Why the process had better be started again; null while it is alive. One line. */
    @Nullable
    String whyNotAlive();

    /** Why the node does not do its work at present; null while it does. One line. */
    @Nullable
    String whyNotReady();

    /** Tells the time of day. */
    default InstantSource clock() {
        return InstantSource.system();
    }

    /** Whether it has no nodes of its own and shows what others tell of theirs, of whatever group. */
    default boolean isOnlooker() {
        return false;
    }

    /** Where drills are started from the page of the tree; null where they are not. */
    default @Nullable DrillConsole console() {
        return null;
    }

    /** Takes orders of drills; null where they are refused. */
    default @Nullable DrillDesk drills() {
        return null;
    }
}
