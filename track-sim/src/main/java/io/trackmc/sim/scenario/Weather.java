package io.trackmc.sim.scenario;

import io.trackmc.sim.core.Seed;
import io.trackmc.sim.net.Bandwidth;
import io.trackmc.sim.net.Damage;
import io.trackmc.sim.net.Delay;
import io.trackmc.sim.net.LinkProfile;
import io.trackmc.sim.net.LinkProfiles;
import io.trackmc.sim.net.Loss;

import java.util.random.RandomGenerator;
import org.agrona.collections.Long2ObjectHashMap;

/**
 * A network in which every path has its own profile, drawn from a seed between faultless and a worst one.
 *
 * @param worst upper limits of all faults
 * @param egress loss at the device of each node, which all its receivers share
 */
public record Weather(LinkProfile worst, Loss egress, Seed seed) {

    private static final double MAX_LOSS = 0.3;
    private static final int SUPER_PACKET = 44;

    /** No losses and no damage, only delays. */
    public static Weather calm(Seed seed) {
        RandomGenerator random = seed.generator();
        return new Weather(LinkProfile.CLEAN.with(delay(random)), Loss.NONE, seed.child("links"));
    }

    /** Loss up to 30 %, bursts, reordering, duplicates, damage and replays: some of them, or all. */
    public static Weather stormy(Seed seed) {
        RandomGenerator random = seed.generator();
        Delay delay = delay(random);
        Loss loss = new Loss(sometimes(random, MAX_LOSS), sometimes(random, 0.004), SUPER_PACKET,
                gilbertElliott(random));
        Damage damage = new Damage(sometimes(random, 0.2), sometimes(random, 0.1), sometimes(random, 0.05),
                sometimes(random, 0.1));
        Loss egress = Loss.bursts(sometimes(random, 0.004), SUPER_PACKET);
        LinkProfile worst = new LinkProfile(delay, loss, damage, Bandwidth.UNLIMITED);
        return new Weather(worst, egress, seed.child("links"));
    }

    /** Profile of each path; the same for the whole run. */
    public LinkProfiles profiles() {
        Long2ObjectHashMap<LinkProfile> known = new Long2ObjectHashMap<>();
        return (from, to) -> known.computeIfAbsent(((long) from << Integer.SIZE) | to, this::draw);
    }

    private LinkProfile draw(long path) {
        RandomGenerator random = seed.child(path).generator();
        double share = random.nextDouble();
        Loss loss = worst.loss();
        Damage damage = worst.damage();
        return worst.with(new Loss(loss.probability() * share, loss.burstProbability() * random.nextDouble(),
                loss.burstDatagrams(), loss.gilbertElliott()))
                .with(new Damage(damage.duplicate() * random.nextDouble(), damage.corrupt() * random.nextDouble(),
                        damage.truncate() * random.nextDouble(), damage.replay() * random.nextDouble()));
    }

    private static Delay delay(RandomGenerator random) {
        long baseNs = 10_000 + random.nextLong(random.nextBoolean() ? 100_000 : 5_000_000);
        return new Delay(baseNs, (long) (baseNs * sometimes(random, 2)), sometimes(random, 0.1),
                1 + (long) (baseNs * sometimes(random, 10)));
    }

    private static Loss.GilbertElliott gilbertElliott(RandomGenerator random) {
        return random.nextInt(3) == 0
                ? new Loss.GilbertElliott(0.02 * random.nextDouble(), 0.1 + random.nextDouble() / 2,
                        random.nextDouble())
                : Loss.GilbertElliott.NONE;
    }

    /** 0 in half of all cases, else anything up to {@code limit}. */
    private static double sometimes(RandomGenerator random, double limit) {
        return random.nextBoolean() ? random.nextDouble() * limit : 0;
    }
}
