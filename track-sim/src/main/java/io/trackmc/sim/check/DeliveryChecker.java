package io.trackmc.sim.check;

import io.trackmc.proto.engine.EngineEvent;
import io.trackmc.sim.observe.ContentHash;
import io.trackmc.sim.observe.Violations;
import io.trackmc.sim.observe.WorldObserver;

import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;
import org.agrona.collections.LongArrayList;

/**
 * Compares what receivers get with what the source offered: nothing twice, out of order, altered or invented, and nothing
 * missing in between without an {@link EngineEvent.Unrecoverable} before it.
 *
 * <p>Each run of a receiver is judged by itself, because a restart forgets. Where it begins in the stream is free unless
 * the receiver is among {@code fromStart} and nothing kept it from coming in time.
 */
public final class DeliveryChecker implements WorldObserver {

    private final Violations violations;
    private final BitSet fromStart;
    private final BitSet gapsAllowed;
    private final LongArrayList offered = new LongArrayList();
    private final Map<Integer, DeliveredStream> streams = new TreeMap<>();
    private final boolean unordered;
    private long closedAtNs = -1;

    /** Of an ordered session. */
    public DeliveryChecker(Violations violations, BitSet fromStart, BitSet gapsAllowed) {
        this(violations, fromStart, gapsAllowed, false);
    }

    /**
     * @param fromStart receivers whose first run must get the stream from its first message
     * @param gapsAllowed nodes that may report gaps, or come too late for the start; with any other a gap is a violation
     * @param unordered whether messages may come in any order
     */
    public DeliveryChecker(Violations violations, BitSet fromStart, BitSet gapsAllowed, boolean unordered) {
        this.violations = violations;
        this.fromStart = fromStart;
        this.gapsAllowed = gapsAllowed;
        this.unordered = unordered;
    }

    @Override
    public void onHost(long atNs, int node, int run, HostChange change) {
        if (change == HostChange.STARTED) {
            boolean mayBeginLate = run > 1 || !fromStart.get(node) || gapsAllowed.get(node);
            streams.put(node, unordered ? new UnorderedStream(mayBeginLate) : new OrderedStream(mayBeginLate));
        }
    }

    @Override
    public void onOffered(long atNs, int node, byte[] message) {
        offered.addLong(fingerprint(message));
    }

    @Override
    public void onClosed(long atNs, int node) {
        closedAtNs = atNs;
    }

    @Override
    public void onEvent(long atNs, int node, EngineEvent event) {
        if (event instanceof EngineEvent.Unrecoverable gap) {
            if (!gapsAllowed.get(node)) {
                violations.report("gap", atNs, "node " + node + " " + gap);
            }
            DeliveredStream stream = streams.get(node);
            if (stream != null) {
                stream.gap();
            }
        }
    }

    @Override
    public void onDelivered(long atNs, int node, byte[] message) {
        DeliveredStream stream = streams.get(node);
        if (stream == null) {
            violations.report("delivery", atNs, "node " + node + " delivers but was never started");
            return;
        }
        if (!stream.take(offered, fingerprint(message))) {
            violations.report("delivery", atNs,
                    "node %d: message %,d of this run (%d bytes) is not what was offered there"
                            .formatted(node, stream.delivered() - 1, message.length));
        }
    }

    /** Number of messages that the source has offered. */
    public int offered() {
        return offered.size();
    }

    /** Number of messages that the present run of {@code node} has delivered. */
    public long delivered(int node) {
        DeliveredStream stream = streams.get(node);
        return stream == null ? 0 : stream.delivered();
    }

    /** Whether the session is closed and the present run of {@code node} has delivered everything from the first message on. */
    public boolean isWhole(int node) {
        return closedAtNs >= 0 && delivered(node) == offered();
    }

    /**
     * Whether the session is closed and the present run of {@code node} has delivered up to its end. A run with a gap ahead
     * counts as complete: the gap may reach to the end.
     */
    public boolean isComplete(int node) {
        DeliveredStream stream = streams.get(node);
        return closedAtNs >= 0 && stream != null && stream.isComplete(offered);
    }

    private static long fingerprint(byte[] message) {
        return ContentHash.add(ContentHash.of(message), message.length);
    }
}
