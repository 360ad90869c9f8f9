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
 * the receiver is among {@code fromStart} and nothing kept it from coming in time. A gap is reported when it is known, which can be well before the stream gets
 * there: each report permits one leap from then on. Messages can be equal to each other, so after a leap the checker keeps
 * every place in the stream at which the receiver can be.
 */
public final class DeliveryChecker implements WorldObserver {

    private final Violations violations;
    private final BitSet fromStart;
    private final BitSet gapsAllowed;
    private final LongArrayList offered = new LongArrayList();
    private final Map<Integer, Stream> streams = new TreeMap<>();
    private long closedAtNs = -1;

    /** What one run of a receiver has got. */
    private static final class Stream {
        /** Indices into the offered messages, any of which may be the next. */
        private final BitSet next = new BitSet();
        /** Gaps that were reported and not yet leapt over. */
        private int leaps;
        private boolean mayBeginLate;
        private long delivered;
    }

    /**
     * @param fromStart receivers whose first run must get the stream from its first message
     * @param gapsAllowed nodes that may report gaps, or come too late for the start; with any other a gap is a violation
     */
    public DeliveryChecker(Violations violations, BitSet fromStart, BitSet gapsAllowed) {
        this.violations = violations;
        this.fromStart = fromStart;
        this.gapsAllowed = gapsAllowed;
    }

    @Override
    public void onHost(long atNs, int node, int run, HostChange change) {
        if (change == HostChange.STARTED) {
            Stream stream = new Stream();
            stream.mayBeginLate = run > 1 || !fromStart.get(node) || gapsAllowed.get(node);
            stream.next.set(0);
            streams.put(node, stream);
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
            Stream stream = streams.get(node);
            if (stream != null) {
                stream.leaps++;
            }
        }
    }

    @Override
    public void onDelivered(long atNs, int node, byte[] message) {
        Stream stream = streams.get(node);
        if (stream == null) {
            violations.report("delivery", atNs, "node " + node + " delivers but was never started");
            return;
        }
        long fingerprint = fingerprint(message);
        boolean begins = stream.delivered == 0 && stream.mayBeginLate;
        boolean fits = begins ? begin(stream, fingerprint) : advance(stream, fingerprint);
        if (!fits && !leap(stream, fingerprint)) {
            violations.report("delivery", atNs,
                    "node %d: message %,d of this run (%d bytes) is not what was offered there"
                            .formatted(node, stream.delivered, message.length));
        }
        stream.delivered++;
    }

    /** Tries every place in the stream; a gap that was reported before is then what it began late for. */
    private boolean begin(Stream stream, long fingerprint) {
        stream.next.set(0, offered.size());
        boolean fits = advance(stream, fingerprint);
        if (!stream.next.get(1) && stream.leaps > 0) {
            stream.leaps--;
        }
        return fits;
    }

    /** Tries every later place in the stream, if a gap permits it. */
    private boolean leap(Stream stream, long fingerprint) {
        if (stream.leaps == 0) {
            return false;
        }
        stream.leaps--;
        stream.next.set(stream.next.nextSetBit(0), offered.size());
        return advance(stream, fingerprint);
    }

    /** Moves every place that fits one further; false when none fits. */
    private boolean advance(Stream stream, long fingerprint) {
        BitSet after = new BitSet();
        for (int at = stream.next.nextSetBit(0); at >= 0; at = stream.next.nextSetBit(at + 1)) {
            if (at < offered.size() && offered.getLong(at) == fingerprint) {
                after.set(at + 1);
            }
        }
        if (after.isEmpty()) {
            return false;
        }
        stream.next.clear();
        stream.next.or(after);
        return true;
    }

    /** Number of messages that the source has offered. */
    public int offered() {
        return offered.size();
    }

    /** Number of messages that the present run of {@code node} has delivered. */
    public long delivered(int node) {
        Stream stream = streams.get(node);
        return stream == null ? 0 : stream.delivered;
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
        Stream stream = streams.get(node);
        if (closedAtNs < 0 || stream == null) {
            return false;
        }
        boolean cameAfterAll = stream.delivered == 0 && stream.mayBeginLate;
        return cameAfterAll || stream.leaps > 0 || stream.next.get(offered.size());
    }

    private static long fingerprint(byte[] message) {
        return ContentHash.add(ContentHash.of(message), message.length);
    }
}
