package io.trackmc.proto.tree;

import io.trackmc.proto.engine.EngineScratch;
import io.trackmc.proto.engine.Transmit;
import io.trackmc.proto.engine.TreeTiming;
import io.trackmc.proto.event.CounterId;
import io.trackmc.proto.event.Counters;
import io.trackmc.proto.protect.HopSealer;
import io.trackmc.proto.time.Deadlines;
import io.trackmc.proto.time.MicroClock;
import io.trackmc.proto.wire.HeartbeatMessage;

/**
 * A parent's periodic signs of life: Heartbeats on the local control channel, the same to each RH child alone under its pair
 * key (only that one moves an RH's trailing edge and close), probes to silent children, and Advertises.
 */
final class HeartbeatSource {

    private final HopSealer regionSealer;
    private final Advertisement advertisement;
    private final ChildTable children;
    private final SessionState session;
    private final TreeTiming timing;
    private final MicroClock clock;
    private final Counters counters;
    private final HeartbeatMessage heartbeat;
    private final boolean[] unicastDue;
    private int unicastsDue;
    private boolean regionDue;
    private boolean advertiseDue;
    private long heartbeatNs = Deadlines.NONE;
    private long advertiseNs = Deadlines.NONE;

    HeartbeatSource(
            HopSealer regionSealer,
            Advertisement advertisement,
            ChildTable children,
            SessionState session,
            TreeTiming timing,
            MicroClock clock,
            Counters counters, EngineScratch scratch) {
        this.heartbeat = scratch.written().heartbeat();
        this.regionSealer = regionSealer;
        this.advertisement = advertisement;
        this.children = children;
        this.session = session;
        this.timing = timing;
        this.clock = clock;
        this.counters = counters;
        this.unicastDue = new boolean[children.places()];
    }

    void start(long nowNs) {
        advertiseDue = true;
        advertiseNs = Deadlines.after(nowNs, timing.advertiseNs());
        heartbeatNs = Deadlines.after(nowNs, timing.heartbeatNs());
    }

    /** Sends Heartbeats at once: something changed that children must know. */
    void hasten() {
        regionDue = children.boundCount() > 0;
        for (int i = 0; i < children.size(); i++) {
            Child child = children.at(i);
            if (child != null && child.isBound() && child.isRepairHead()) {
                tell(child);
            }
        }
    }

    /** Sends an Advertise at once. */
    void advertise() {
        advertiseDue = true;
    }

    /** Sends a Heartbeat to {@code child} alone, which names it if it is being probed or challenged. */
    void tell(Child child) {
        if (!unicastDue[child.index()]) {
            unicastDue[child.index()] = true;
            unicastsDue++;
        }
    }

    /** Makes due what the time has come for; returns whether that is a Heartbeat. */
    boolean onTimeout(long nowNs) {
        boolean beats = Deadlines.isDue(heartbeatNs, nowNs);
        if (beats) {
            heartbeatNs = Deadlines.after(nowNs, timing.heartbeatNs());
            hasten();
        }
        if (Deadlines.isDue(advertiseNs, nowNs)) {
            advertiseNs = Deadlines.after(nowNs, timing.advertiseNs());
            advertiseDue = true;
        }
        return beats;
    }

    long nextDeadlineNs() {
        return Deadlines.earlier(heartbeatNs, advertiseNs);
    }

    boolean poll(long nowNs, Transmit out) {
        if (advertiseDue) {
            advertiseDue = false;
            advertisement.write(out);
            return true;
        }
        // First to each alone: what it says of the region's counter must not be above that of the multicast one that follows.
        if (unicastsDue > 0 && pollUnicast(nowNs, out)) {
            return true;
        }
        if (regionDue) {
            regionDue = false;
            int outerLength = write(nowNs, out.bytes(), null);
            out.multicast(Transmit.Destination.REGION, regionSealer.seal(out.bytes(), 0, outerLength));
            return true;
        }
        return false;
    }

    private boolean pollUnicast(long nowNs, Transmit out) {
        for (int i = 0; i < unicastDue.length && unicastsDue > 0; i++) {
            if (!unicastDue[i]) {
                continue;
            }
            unicastDue[i] = false;
            unicastsDue--;
            Child child = children.at(i);
            if (child != null) {
                int outerLength = write(nowNs, out.bytes(), child);
                out.unicast(child.endpoint(), child.down().seal(out.bytes(), 0, outerLength));
                return true;
            }
        }
        return false;
    }

    private int write(long nowNs, byte[] datagram, @org.jspecify.annotations.Nullable Child only) {
        heartbeat.reset();
        heartbeat
                .level(session.level())
                .timestamp(clock.timestamp(nowNs))
                .highestSequence(session.highestSequence())
                .highestReleased(session.highestReleased())
                .lowestRepairable(session.lowestRepairable())
                .closed(session.isClosed())
                .closeSequence(session.closeSequence())
                .childCount(children.boundCount())
                .transportRekey(session.transportRekey())
                .contentRekey(session.contentRekey())
                .regionRtt(MicroClock.micros(longestRttNs()));
        session.fillContent(heartbeat.content());
        for (int i = 0; i < session.ancestorCount(); i++) {
            heartbeat.addAncestor(session.ancestor(i));
        }
        if (only != null) {
            addAlone(only);
        }
        counters.increment(CounterId.HEARTBEATS_SENT);
        return heartbeat.write(datagram, 0);
    }

    /** What only the child's own packet can tell: counters, which a sibling could forge, and that it is being probed. */
    private void addAlone(Child only) {
        heartbeat.regionCounter(regionSealer.counter()).sourceCounter(session.sourceCounter(regionSealer.spi()));
        boolean isChallenge = only.isChallenged() && !only.isProven();
        if (isChallenge) {
            heartbeat.timestamp(only.challenge());
        }
        if (isChallenge || only.probes() > 0) {
            heartbeat.addProbed(only.id());
        }
    }

    private long longestRttNs() {
        long longest = 0;
        for (int i = 0; i < children.size(); i++) {
            Child child = children.at(i);
            if (child != null && child.isBound() && child.rtt().isSampled()) {
                longest = Math.max(longest, child.rtt().rttNs());
            }
        }
        return longest;
    }
}
