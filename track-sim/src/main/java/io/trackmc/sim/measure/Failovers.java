package io.trackmc.sim.measure;

import io.trackmc.proto.engine.EngineEvent;
import io.trackmc.proto.event.DropReason;
import io.trackmc.proto.wire.MessageType;
import io.trackmc.proto.wire.OuterHeader;
import io.trackmc.sim.net.Datagram;
import io.trackmc.sim.observe.WorldObserver;
import io.trackmc.sim.tree.Place;
import io.trackmc.sim.tree.Topology;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Who has lost a parent since when, when another one took it, and when the first repair or data came from that one.
 *
 * <p>A node is an orphan from the fault that took its parent away: the crash of the parent, the beginning of a pause or partition of the
 * parent, or, when the node itself was paused or cut off, the end of that. Without a fault it is an orphan from when it says that it has
 * no parent. Only what happens after {@link #begin} counts.
 */
public final class Failovers implements WorldObserver {

    private static final int NOBODY = -1;
    private static final long NEVER = Long.MIN_VALUE;

    private final Topology topology;
    private final long soonNs;
    private final int[] parents;
    private final long[] orphanedNs;
    private final long[] servedFromNs;
    private final long[] faultBeginNs;
    private final long[] faultEndNs;
    private final BitSet running = new BitSet();
    private final BitSet expelled = new BitSet();
    private final Durations times = new Durations();
    private boolean begun;
    private long needlessMoves;
    private int orphans;
    private int inTime;
    private long longestNs;
    private int arrivedAt = NOBODY;
    private long arrivedNs;

    /** @param detectionNs twice this is the time within which orphans should have another parent */
    public Failovers(Topology topology, long detectionNs) {
        this.topology = topology;
        this.soonNs = 2 * detectionNs;
        int nodes = topology.places().size() + 1;
        parents = filled(new int[nodes]);
        orphanedNs = filled(nodes);
        servedFromNs = filled(nodes);
        faultBeginNs = filled(nodes);
        faultEndNs = filled(nodes);
    }

    private static int[] filled(int[] array) {
        Arrays.fill(array, NOBODY);
        return array;
    }

    private static long[] filled(int nodes) {
        long[] array = new long[nodes];
        Arrays.fill(array, NEVER);
        return array;
    }

    /** The source begins to send. */
    public void begin() {
        begun = true;
    }

    /** A node stands still or is cut off from one time to another. */
    public void fault(int node, long fromNs, long untilNs) {
        faultBeginNs[node] = fromNs;
        faultEndNs[node] = untilNs;
    }

    /** A node is to be expelled: it is nobody's parent any more as soon as its children know, and what becomes of it is of no interest. */
    public void expelled(int node) {
        commit();
        forget(node);
        expelled.set(node);
    }

    /** From the fault to the first repair or data from the new parent. */
    public Durations times() {
        commit();
        return times;
    }

    /** Nodes that lost their parent, each as often as it happened. */
    public int orphans() {
        return orphans;
    }

    /** Share of them, in per cent, that had another within twice the detection time; 100 without any. */
    public double inTimePercent() {
        return orphans == 0 ? 100 : 100.0 * inTime / orphans;
    }

    /** Longest time of a running node without a running parent, until now. */
    public long longestOrphanedNs(long nowNs) {
        long longest = longestNs;
        for (int node = running.nextSetBit(0); node >= 0; node = running.nextSetBit(node + 1)) {
            if (orphanedNs[node] != NEVER) {
                longest = Math.max(longest, nowNs - orphanedNs[node]);
            }
        }
        return longest;
    }

    /** Running nodes, apart from the source, that have no running parent now. */
    public int withoutParent() {
        int count = 0;
        for (int node = running.nextSetBit(0); node >= 0; node = running.nextSetBit(node + 1)) {
            boolean isIn = topology.place(node).role() != Place.Role.SENDER && !expelled.get(node);
            if (isIn && (parents[node] == NOBODY || !running.get(parents[node]))) {
                count++;
            }
        }
        return count;
    }

    /** Times that a node left a parent that was there, undisturbed, and had a parent itself. */
    public long needlessMoves() {
        return needlessMoves;
    }

    @Override
    public void onHost(long atNs, int node, int run, HostChange change) {
        commit();
        switch (change) {
            case STARTED -> running.set(node);
            case CRASHED -> {
                running.clear(node);
                forget(node);
                orphanChildrenOf(node, atNs);
            }
            case PAUSED, RESUMED -> {
                // Its children do not know yet, or will never know.
            }
        }
    }

    @Override
    public void onEvent(long atNs, int node, EngineEvent event) {
        commit();
        if (expelled.get(node)) {
            return;
        }
        switch (event) {
            case EngineEvent.ParentBound bound -> bound(atNs, node, bound.parent());
            case EngineEvent.ParentLost lost -> {
                if (lost.why() != EngineEvent.ParentLoss.RESTARTED) {
                    left(atNs, node, lost.parent());
                }
                // A parent that is leaving serves until its child has another.
                boolean served = lost.why() == EngineEvent.ParentLoss.LEAVING
                        || lost.why() == EngineEvent.ParentLoss.WITHHOLDING;
                orphan(node, served ? atNs : sinceWhen(atNs, node, lost.parent()));
                parents[node] = NOBODY;
            }
            default -> {
                // Says nothing about parents.
            }
        }
    }

    @Override
    public void onArrival(long atNs, int node, Datagram datagram) {
        commit();
        if (servedFromNs[node] != NEVER && datagram.from() == parents[node] && hasContent(datagram.bytes())) {
            arrivedAt = node;
            arrivedNs = atNs;
        }
    }

    @Override
    public boolean watchesDrops() {
        return true;
    }

    @Override
    public void onDrop(long atNs, int node, DropReason reason) {
        if (node == arrivedAt) {
            arrivedAt = NOBODY;
        }
    }

    /** What arrived last was not dropped, so the engine has accepted it. */
    private void commit() {
        if (arrivedAt != NOBODY) {
            times.add(Math.max(0, arrivedNs - servedFromNs[arrivedAt]));
            servedFromNs[arrivedAt] = NEVER;
            arrivedAt = NOBODY;
        }
    }

    private static boolean hasContent(byte[] bytes) {
        if (bytes.length <= 1) {
            return false;
        }
        int type = OuterHeader.typeCode(bytes, 0);
        return type == MessageType.RDATA.code() || type == MessageType.ODATA.code();
    }

    private void bound(long atNs, int node, int parent) {
        if (orphanedNs[node] != NEVER) {
            long tookNs = Math.max(0, atNs - orphanedNs[node]);
            inTime += tookNs <= soonNs ? 1 : 0;
            longestNs = Math.max(longestNs, tookNs);
            servedFromNs[node] = orphanedNs[node];
            orphanedNs[node] = NEVER;
        }
        if (parents[node] != NOBODY && parents[node] != parent) {
            left(atNs, node, parents[node]);
        }
        parents[node] = parent;
        if (!running.get(parent)) {
            orphan(node, atNs);
        }
    }

    private void orphanChildrenOf(int parent, long atNs) {
        for (int node = running.nextSetBit(0); node >= 0; node = running.nextSetBit(node + 1)) {
            if (parents[node] == parent) {
                orphan(node, atNs);
            }
        }
    }

    private void orphan(int node, long sinceNs) {
        if (begun && orphanedNs[node] == NEVER && !expelled.get(node)) {
            orphanedNs[node] = sinceNs;
            servedFromNs[node] = NEVER;
            orphans++;
        }
    }

    private void left(long atNs, int node, int parent) {
        boolean rooted = parent == Topology.SENDER || parents[parent] != NOBODY;
        boolean there = running.get(parent) && !expelled.get(parent);
        if (begun && there && rooted && !isDisturbed(parent, atNs) && !isDisturbed(node, atNs)) {
            needlessMoves++;
        }
    }

    /** In a pause or partition, or so shortly after it that others may still act on it. */
    private boolean isDisturbed(int node, long atNs) {
        return faultBeginNs[node] != NEVER && faultBeginNs[node] <= atNs && atNs - faultEndNs[node] <= soonNs;
    }

    private long sinceWhen(long atNs, int node, int parent) {
        long since = isDisturbed(parent, atNs) ? faultBeginNs[parent] : atNs;
        return isDisturbed(node, atNs) ? Math.max(since, faultEndNs[node]) : since;
    }

    private void forget(int node) {
        if (orphanedNs[node] != NEVER) {
            orphans--;
        }
        orphanedNs[node] = NEVER;
        servedFromNs[node] = NEVER;
        parents[node] = NOBODY;
    }
}
