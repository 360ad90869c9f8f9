package io.trackmc.proto.tree;

import io.trackmc.proto.engine.EngineScratch;
import io.trackmc.proto.engine.Ingress;
import io.trackmc.proto.engine.ProtocolConfig;
import io.trackmc.proto.engine.Transmit;
import io.trackmc.proto.event.CounterId;
import io.trackmc.proto.event.Counters;
import io.trackmc.proto.event.DropReason;
import io.trackmc.proto.feedback.EpochNews;
import io.trackmc.proto.feedback.ExponentialBackoff;
import io.trackmc.proto.feedback.NackScheduler;
import io.trackmc.proto.feedback.TrackSchedule;
import io.trackmc.proto.rate.RttEstimator;
import io.trackmc.proto.time.Deadlines;
import io.trackmc.proto.time.MicroClock;
import io.trackmc.proto.window.SequenceTracker;
import io.trackmc.proto.wire.HeartbeatMessage;
import io.trackmc.proto.wire.InnerHeader;
import io.trackmc.proto.wire.NackMessage;
import io.trackmc.proto.wire.NackSuppressMessage;
import io.trackmc.proto.wire.TrackMessage;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What a child tells the parent that it is bound to: Tracks, of what it has, and Nacks, of what it misses or could not open (docs/protocol.md §7 and §8); and what of a
 * parent's packets is about those, its NackSuppress and the round-trip time in its Heartbeats. Packets come here verified. Of an engine's one thread.
 */
final class Feedback {

    private static final long FIRST_RTT_NS = 2_000_000;
    private static final long MINIMUM_RTT_NS = 10_000;
    private static final long MAXIMUM_RTT_NS = 2_000_000_000L;

    private final UpstreamOwner owner;
    private final Counters counters;
    private final TrackSchedule tracks;
    private final NackScheduler nacks;
    private final RttEstimator rtt = new RttEstimator(FIRST_RTT_NS, MINIMUM_RTT_NS, MAXIMUM_RTT_NS);
    private final EpochNews news = new EpochNews();
    private final EngineScratch scratch;
    private @Nullable BadInners bad;

    /**
     * @param tracker what this node holds of the data stream
     * @param trackerCapacity its capacity, a power of two
     */
    Feedback(UpstreamOwner owner, ProtocolConfig config, SequenceTracker tracker, int trackerCapacity,
            Counters counters, RandomGenerator random, EngineScratch scratch) {
        this.owner = owner;
        this.counters = counters;
        this.scratch = scratch;
        this.tracks = new TrackSchedule(config.tree().trackNs(), config.tree().trackIdleNs(), config.windowPackets());
        ExponentialBackoff backoff = new ExponentialBackoff(
                config.nack().backoffK(), config.nack().backoffMinimumNs(), config.nack().backoffMaximumNs(), random);
        this.nacks = new NackScheduler(tracker, trackerCapacity, config.nack(), backoff, counters,
                scratch.gapTimes());
    }

    /**
     * A parent has confirmed.
     *
     * @param bindRttNs round-trip time of that, or -1 when it is not known
     */
    void begin(long nowNs, ParentBond bond, long bindRttNs) {
        rtt.guess(bindRttNs);
        tracks.start(nowNs, bond.trackNs(), bond.childIndex());
    }

    /** There is no parent any more. What is missing stays so, and is asked of the next one. */
    void end() {
        tracks.stop();
    }

    /** When to report. */
    TrackSchedule tracks() {
        return tracks;
    }

    /** When to ask. */
    NackScheduler nacks() {
        return nacks;
    }

    /** Round-trip time to the parent, in nanoseconds. */
    long rttNs() {
        return rtt.rttNs();
    }

    /**
     * Schedules requests for what became missing.
     *
     * @param siblings children of the parent, this one included
     * @return how many sequences that are
     */
    int onLeadingEdge(long nowNs, int siblings) {
        int found = nacks.onLeadingEdge(nowNs, rtt.rttNs(), siblings);
        counters.add(CounterId.LOSSES_DETECTED, found);
        return found;
    }

    /** Adds to the next Nack that an INNER did not open, here or at a receiver below. What does not fit is reported when it is asked again. */
    void reportBad(long sequence, byte[] digest) {
        BadInners reported = bad;
        if (reported == null) {
            reported = new BadInners();
            bad = reported;
        }
        reported.add(sequence, digest);
    }

    /** The parent's Heartbeat: what the next Track echoes, and how long requests take to be answered in this region. */
    void onHeartbeat(long nowNs, ParentBond bond, HeartbeatMessage heartbeat) {
        counters.increment(CounterId.HEARTBEATS_RECEIVED);
        bond.onHeartbeat(nowNs, heartbeat.timestamp(), heartbeat.childCount());
        if (heartbeat.regionRtt() > 0) {
            rtt.sample(heartbeat.regionRtt() * 1000L);
            bond.rttNs(rtt.rttNs());
        }
    }

    /** The parent lacks things too and is fetching them: they are not asked for meanwhile. */
    void onSuppress(long nowNs, Ingress packet) {
        NackSuppressMessage suppress = scratch.received().nackSuppress();
        if (!suppress.parse(packet.bytes(), packet.offset())) {
            packet.drop(DropReason.MALFORMED);
            return;
        }
        counters.increment(CounterId.NACK_SUPPRESS_RECEIVED);
        if (suppress.stream() != InnerHeader.STREAM_DATA) {
            return;
        }
        long last;
        for (long first = suppress.next(1); first != 0; first = suppress.next(last + 1)) {
            last = suppress.endOfRun(first);
            nacks.onSuppress(nowNs, first, last, rtt.rttNs());
        }
    }

    /** When something is due, while there is a parent. */
    long deadlineNs() {
        return Deadlines.earlier(tracks.deadlineNs(), nacks.deadlineNs());
    }

    /** Writes a Nack that is due; false when there is none. */
    boolean pollNack(long nowNs, ParentBond bond, Transmit out) {
        NackMessage nack = scratch.written().nack();
        nack.reset();
        boolean asks = nacks.fill(nowNs, rtt.rttNs(), nack);
        BadInners reported = bad;
        if (!asks && reported == null) {
            return false;
        }
        if (reported != null) {
            reported.addTo(nack);
            bad = null;
        }
        nack.stream(InnerHeader.STREAM_DATA);
        int outerLength = nack.write(out.bytes(), 0);
        out.unicast(bond.endpoint(), bond.up().seal(out.bytes(), 0, outerLength));
        counters.increment(CounterId.NACKS_SENT);
        return true;
    }

    /**
     * Writes the Track that is due by {@link #tracks}.
     *
     * @param usableEpoch newest transport epoch that is installed with all that it takes to hear the parent in it
     */
    void writeTrack(long nowNs, ParentBond bond, long usableEpoch, Transmit out) {
        TrackMessage track = scratch.written().track();
        if (tracks.isQuiet(nowNs)) {
            nacks.trim();
            owner.onQuiet(nowNs);
        }
        track.reset();
        owner.fillTrack(nowNs, track);
        track.transportEpoch(Math.min(track.transportEpoch(), usableEpoch));
        if (bond.hasEcho()) {
            track.heartbeatEcho(bond.echoTimestamp(), MicroClock.micros(nowNs - bond.echoArrivalNs()));
        }
        if (news.tells(track.transportEpoch(), track.contentEpoch())) {
            tracks.repeatNews();
        }
        int outerLength = track.write(out.bytes(), 0);
        out.unicast(bond.endpoint(), bond.up().seal(out.bytes(), 0, outerLength));
        tracks.sent(nowNs);
        counters.increment(CounterId.TRACKS_SENT);
    }
}
