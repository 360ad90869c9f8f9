package io.trackmc.sim.net;

import io.trackmc.sim.core.Seed;

import java.util.random.RandomGenerator;

/**
 * The path from one node to another: loses, delays, damages and repeats what goes over it.
 *
 * <p>Each concern draws from a generator of its own, so that switching one fault on leaves the others as they were.
 */
final class Link {

    /** How many of the last datagrams a replay may pick from. */
    private static final int HISTORY = 64;

    /** Takes what comes out of a link. */
    interface Outlet {
        void deliver(long atNs, Datagram datagram);
    }

    private final LossState loss;
    private final RandomGenerator delays;
    private final RandomGenerator damages;
    private final RandomGenerator replays;
    private final Datagram[] history = new Datagram[HISTORY];
    private long remembered;
    private long lastArrivalNs;
    private long bottleneckFreeNs;
    private long cloggedUntilNs;

    Link(Seed seed) {
        this.loss = new LossState(seed.child("loss").generator());
        this.delays = seed.child("delay").generator();
        this.damages = seed.child("damage").generator();
        this.replays = seed.child("replay").generator();
    }

    /** Holds back all arrivals until a time. */
    void clogUntil(long untilNs) {
        cloggedUntilNs = untilNs;
    }

    /** Lets one datagram in at {@code nowNs}; whatever comes of it goes to {@code outlet}. */
    void send(long nowNs, LinkProfile profile, Datagram datagram, Outlet outlet) {
        boolean lost = loss.loses(nowNs, profile.loss());
        long departureNs = departureNs(nowNs, profile.bandwidth(), datagram.bytes().length);
        boolean twice = damages.nextDouble() < profile.damage().duplicate();
        Datagram arriving = damaged(profile.damage(), datagram);
        if (!lost && departureNs >= 0) {
            outlet.deliver(arrivalNs(departureNs, profile.delay()), arriving);
            if (twice) {
                outlet.deliver(arrivalNs(departureNs, profile.delay()), datagram);
            }
        }
        replay(nowNs, profile, datagram, outlet);
    }

    private long departureNs(long nowNs, Bandwidth bandwidth, int bytes) {
        long ownNs = bandwidth.transmissionNs(bytes);
        if (ownNs == 0) {
            return nowNs;
        }
        long freeNs = Math.max(nowNs, bottleneckFreeNs);
        if (freeNs - nowNs > bandwidth.transmissionNs(bandwidth.queueBytes())) {
            return -1;
        }
        bottleneckFreeNs = freeNs + ownNs;
        return bottleneckFreeNs;
    }

    private long arrivalNs(long departureNs, Delay delay) {
        long travelNs = delay.baseNs() + upTo(delay.jitterNs());
        boolean overtaken = delays.nextDouble() < delay.reorderProbability();
        long inOrderNs = Math.max(Math.max(departureNs + travelNs, lastArrivalNs), cloggedUntilNs);
        if (overtaken) {
            return inOrderNs + upTo(delay.reorderNs());
        }
        lastArrivalNs = inOrderNs;
        return inOrderNs;
    }

    private long upTo(long boundNs) {
        return boundNs == 0 ? 0 : delays.nextLong(boundNs + 1);
    }

    private Datagram damaged(Damage damage, Datagram datagram) {
        boolean corrupt = damages.nextDouble() < damage.corrupt();
        boolean truncate = damages.nextDouble() < damage.truncate();
        Datagram flipped = corrupt ? Damager.flipBits(datagram, damages) : datagram;
        return truncate ? Damager.truncate(flipped, damages) : flipped;
    }

    private void replay(long nowNs, LinkProfile profile, Datagram datagram, Outlet outlet) {
        if (profile.damage().replay() == 0) {
            return;
        }
        history[(int) (remembered++ % HISTORY)] = datagram;
        if (replays.nextDouble() < profile.damage().replay()) {
            Datagram old = history[replays.nextInt((int) Math.min(remembered, HISTORY))];
            outlet.deliver(nowNs + profile.delay().baseNs(), old.replayed());
        }
    }
}
