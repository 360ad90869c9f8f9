package io.trackmc.sim.net;

import io.trackmc.sim.core.Seed;

import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The path from one node to another: loses, delays, damages and repeats what goes over it.
 *
 * <p>Each concern draws from a generator of its own, so that switching one fault on leaves the others as they were. It is made when a
 * profile first has that concern: most of the hundreds of thousands of links of a large world never do.
 */
final class Link {

    /** How many of the last datagrams a replay may pick from. */
    private static final int HISTORY = 64;

    /** Takes what comes out of a link. */
    interface Outlet {
        void deliver(long atNs, Datagram datagram);
    }

    private final Seed seed;
    private final LossState loss;
    private @Nullable RandomGenerator delays;
    private @Nullable RandomGenerator damages;
    private @Nullable Replays replays;
    private long lastArrivalNs;
    private long bottleneckFreeNs;
    private long cloggedUntilNs;

    Link(Seed seed) {
        this.seed = seed;
        this.loss = new LossState(seed.child("loss"));
    }

    /** Holds back all arrivals until a time. */
    void clogUntil(long untilNs) {
        cloggedUntilNs = untilNs;
    }

    /** Lets one datagram in at {@code nowNs}; whatever comes of it goes to {@code outlet}. */
    void send(long nowNs, LinkProfile profile, Datagram datagram, Outlet outlet) {
        boolean lost = loss.loses(nowNs, profile.loss());
        long departureNs = departureNs(nowNs, profile.bandwidth(), datagram.bytes().length);
        if (profile.damage().isNone()) {
            if (!lost && departureNs >= 0) {
                outlet.deliver(arrivalNs(departureNs, profile.delay()), datagram);
            }
        } else {
            sendDamaged(nowNs, profile, datagram, lost ? -1 : departureNs, outlet);
        }
    }

    private void sendDamaged(long nowNs, LinkProfile profile, Datagram datagram, long departureNs, Outlet outlet) {
        RandomGenerator random = damages();
        boolean twice = random.nextDouble() < profile.damage().duplicate();
        Datagram arriving = damaged(profile.damage(), datagram, random);
        if (departureNs >= 0) {
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
        long travelNs = delay.baseNs();
        boolean overtaken = false;
        if (!delay.isFixed()) {
            travelNs += upTo(delay.jitterNs(), delays());
            overtaken = delays().nextDouble() < delay.reorderProbability();
        }
        long inOrderNs = Math.max(Math.max(departureNs + travelNs, lastArrivalNs), cloggedUntilNs);
        if (overtaken) {
            return inOrderNs + upTo(delay.reorderNs(), delays());
        }
        lastArrivalNs = inOrderNs;
        return inOrderNs;
    }

    private static long upTo(long boundNs, RandomGenerator random) {
        return boundNs == 0 ? 0 : random.nextLong(boundNs + 1);
    }

    private static Datagram damaged(Damage damage, Datagram datagram, RandomGenerator random) {
        boolean corrupt = random.nextDouble() < damage.corrupt();
        boolean truncate = random.nextDouble() < damage.truncate();
        Datagram flipped = corrupt ? Damager.flipBits(datagram, random) : datagram;
        return truncate ? Damager.truncate(flipped, random) : flipped;
    }

    private void replay(long nowNs, LinkProfile profile, Datagram datagram, Outlet outlet) {
        if (profile.damage().replay() == 0) {
            return;
        }
        Datagram old = replays().afterwards(datagram, profile.damage().replay());
        if (old != null) {
            outlet.deliver(nowNs + profile.delay().baseNs(), old.replayed());
        }
    }

    private RandomGenerator delays() {
        RandomGenerator made = delays;
        if (made == null) {
            made = seed.child("delay").generator();
            delays = made;
        }
        return made;
    }

    private RandomGenerator damages() {
        RandomGenerator made = damages;
        if (made == null) {
            made = seed.child("damage").generator();
            damages = made;
        }
        return made;
    }

    private Replays replays() {
        Replays made = replays;
        if (made == null) {
            made = new Replays(seed.child("replay").generator());
            replays = made;
        }
        return made;
    }

    /** The last datagrams of a link, any of which may come again. */
    private static final class Replays {

        private final RandomGenerator random;
        private final Datagram[] history = new Datagram[HISTORY];
        private long remembered;

        Replays(RandomGenerator random) {
            this.random = random;
        }

        /** Remembers a datagram; the one that arrives again after it, or null. */
        @Nullable
        Datagram afterwards(Datagram datagram, double probability) {
            history[(int) (remembered++ % HISTORY)] = datagram;
            return random.nextDouble() < probability ? history[random.nextInt((int) Math.min(remembered, HISTORY))]
                    : null;
        }
    }
}
