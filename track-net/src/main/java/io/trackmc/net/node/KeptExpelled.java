package io.trackmc.net.node;

import io.trackmc.keys.transport.file.KeyFileException;
import io.trackmc.keys.transport.incarnation.ExpelledStore;
import io.trackmc.proto.rekey.ExpelledIds;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Nodes that were expelled for good, as a parent refuses them: from memory at once, and written to its state directory behind that.
 *
 * <p>A disk may stand still for longer than children wait for a Heartbeat, so the driver's thread does not wait for it. What a crash in between
 * loses is in the header that expelled them, which the node gets again before it has the keys of anybody who stayed. A write that fails is
 * tried again until the node ends; it is refused in memory all the same. At most the nodes of the group wait to be written.
 */
final class KeptExpelled implements ExpelledIds, AutoCloseable {

    private static final long FIRST_PAUSE_MS = 1_000;
    private static final long LONGEST_PAUSE_MS = 60_000;
    private static final long LONGEST_CLOSE_SECONDS = 10;

    private final ExpelledStore store;
    private final Consumer<String> warnings;
    private final Set<Integer> ids;
    private final Queue<Integer> waiting = new ConcurrentLinkedQueue<>();
    private final ScheduledThreadPoolExecutor writer;
    private long pauseMs = FIRST_PAUSE_MS;

    /**
     * Begins with those who are on the disk, and those of whom the node's keys say it, who are there too then if it can be written.
     *
     * @param store of this node; the writing thread's from now on
     * @param named in what the node starts with
     * @param warnings told when it cannot be written, on the writing thread, or here
     */
    KeptExpelled(ExpelledStore store, Collection<Integer> named, Consumer<String> warnings) {
        this.store = store;
        this.warnings = warnings;
        ids = new HashSet<>(store.all());
        writer = new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().name("expelled-", 0).factory());
        writer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        named.stream().filter(ids::add).forEach(waiting::add);
        if (!waiting.isEmpty()) {
            write();
        }
    }

    @Override
    public boolean contains(int nodeId) {
        return ids.contains(nodeId);
    }

    @Override
    public void add(int nodeId) {
        if (ids.add(nodeId)) {
            waiting.add(nodeId);
            writer.execute(this::write);
        }
    }

    /** Waits until all are on the disk, if that can be written. */
    @Override
    public void close() {
        writer.execute(this::write);
        writer.shutdown();
        try {
            if (!writer.awaitTermination(LONGEST_CLOSE_SECONDS, TimeUnit.SECONDS)) {
                warnings.accept("the list of the expelled was not written within " + LONGEST_CLOSE_SECONDS + " s");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** All that wait go with one write, so those that came together cost one. */
    private void write() {
        List<Integer> taken = new ArrayList<>();
        for (Integer id = waiting.poll(); id != null; id = waiting.poll()) {
            taken.add(id);
        }
        try {
            store.addAll(taken);
            pauseMs = FIRST_PAUSE_MS;
        } catch (KeyFileException e) {
            waiting.addAll(taken);
            warnings.accept(e.getMessage() + "; " + taken.size()
                    + " expelled nodes are refused, but not after a restart: it is tried again");
            if (!writer.isShutdown()) {
                var _ = writer.schedule(this::write, pauseMs, TimeUnit.MILLISECONDS);
            }
            pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
        }
    }
}
