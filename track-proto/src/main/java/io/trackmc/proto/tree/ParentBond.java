package io.trackmc.proto.tree;

import io.trackmc.proto.engine.Endpoint;
import io.trackmc.proto.protect.HopSealer;
import io.trackmc.proto.protect.HopVerifier;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.time.Deadlines;

/** The relation of a child to one run of the parent that confirmed it: keys, address, and what the parent said last. */
public final class ParentBond {

    /** How much longer a silence is excused at most, as a multiple of the silence that is not. */
    private static final int MAX_EXCUSED = 3;

    /** How long a child waits for the parent's first word to it alone. */
    private static final long FIRST_WORD_NS = 100_000_000;

    /** Refreshes without an answer after which a parent is lost, however much is heard in its name under a key that others hold too. */
    private static final int UNANSWERED_REFRESHES = 8;

    private final int parent;
    private final Incarnation incarnation;
    private Endpoint endpoint;
    private final HopSealer up;
    private final HopVerifier down;
    private final HopVerifier region;
    private final int childIndex;
    private final long trackNs;
    private final long silenceNs;
    private final long refreshNs;
    private final long boundNs;
    private boolean spokeAlone;
    private long lastHeardNs;
    private long excusedNs;
    private long lastAloneNs;
    private int siblings = 1;
    private long rttNs = Long.MAX_VALUE;
    private boolean echoPresent;
    private int echoTimestamp;
    private long echoArrivalNs;

    ParentBond(
            int parent,
            Incarnation incarnation,
            Endpoint endpoint,
            HopSealer up,
            HopVerifier down,
            HopVerifier region,
            int childIndex,
            long trackNs,
            long silenceNs,
            long refreshNs,
            long nowNs) {
        this.parent = parent;
        this.incarnation = incarnation;
        this.endpoint = endpoint;
        this.up = up;
        this.down = down;
        this.region = region;
        this.childIndex = childIndex;
        this.trackNs = trackNs;
        this.silenceNs = silenceNs;
        this.refreshNs = refreshNs;
        this.boundNs = nowNs;
        this.lastHeardNs = nowNs;
        this.excusedNs = nowNs;
        this.lastAloneNs = nowNs;
    }

    public int parent() {
        return parent;
    }

    public Incarnation incarnation() {
        return incarnation;
    }

    /**
     * Where the newest request was sent that the parent has answered. Where its packets come from proves nothing: anybody can send on, from
     * elsewhere, one that was lost on its way; and what an Advertise says is only good for asking.
     */
    public Endpoint endpoint() {
        return endpoint;
    }

    /** Notes that the parent spoke to this child alone, under the pair key and with a new counter. */
    void heardAlone(long nowNs) {
        heard(nowNs);
        lastAloneNs = nowNs;
        spokeAlone = true;
    }

    /** The parent has answered a request that was sent there. */
    void reachedAt(Endpoint asked) {
        endpoint = asked;
    }

    /** Seals what goes up to this parent. */
    public HopSealer up() {
        return up;
    }

    /** Verifies what the parent sends to this child alone. */
    public HopVerifier down() {
        return down;
    }

    /** Verifies what the parent sends on its local control channel. */
    public HopVerifier region() {
        return region;
    }

    /** Phase of this child among its siblings. */
    public int childIndex() {
        return childIndex;
    }

    /** Interval of Tracks that the parent asked for. */
    public long trackNs() {
        return trackNs;
    }

    /** Children of the parent, this one included; 1 or more. */
    public int siblings() {
        return siblings;
    }

    /** Round-trip time to the parent; very long while it is not known. */
    long rttNs() {
        return rttNs;
    }

    void rttNs(long estimateNs) {
        rttNs = estimateNs;
    }

    /** Notes that an authentic packet came in, which may be a sibling's forgery. */
    public void heard(long nowNs) {
        lastHeardNs = nowNs;
    }

    /** When the parent was heard last. */
    public long lastHeardNs() {
        return lastHeardNs;
    }

    /** When the parent counts as lost if nothing is heard. */
    public long lostAtNs() {
        return Deadlines.later(silentAtNs(), excusedNs);
    }

    /**
     * This node itself stood still: what the parent sent meanwhile waits to be read, so it is given {@code graceNs}. A node that is late
     * all the time notices a dead parent in the end all the same.
     */
    public void excuse(long nowNs, long graceNs) {
        excusedNs = Deadlines.earlier(
                Deadlines.after(nowNs, graceNs), Deadlines.after(silentAtNs(), MAX_EXCUSED * silenceNs));
    }

    private long silentAtNs() {
        long aloneNs = silenceNs + UNANSWERED_REFRESHES * refreshNs;
        return Deadlines.earlier(Deadlines.after(lastHeardNs, silenceNs), Deadlines.after(lastAloneNs, aloneNs));
    }

    /**
     * When the child begins to ask whether the parent is still there if nothing is heard. At first that is soon: a parent answers the first packet
     * of a child, under the pair key, and if it does not, the child may report to a false address.
     */
    long doubtfulAtNs() {
        if (!spokeAlone) {
            return Deadlines.after(boundNs, FIRST_WORD_NS);
        }
        return Deadlines.earlier(
                Deadlines.after(lastHeardNs, silenceNs / 2), Deadlines.after(lastAloneNs, 2 * refreshNs));
    }

    /** Makes the parent count as lost after {@code graceNs} unless this very run is heard again. */
    public void suspect(long nowNs, long graceNs) {
        lastHeardNs = Math.min(lastHeardNs - nowNs, graceNs - silenceNs) + nowNs;
    }

    /** Takes from a Heartbeat what the next Track echoes. */
    public void onHeartbeat(long nowNs, int timestamp, int childCount) {
        echoPresent = true;
        echoTimestamp = timestamp;
        echoArrivalNs = nowNs;
        siblings = Math.max(1, childCount);
    }

    public boolean hasEcho() {
        return echoPresent;
    }

    public int echoTimestamp() {
        return echoTimestamp;
    }

    /** When the echoed Heartbeat came in. */
    public long echoArrivalNs() {
        return echoArrivalNs;
    }
}
