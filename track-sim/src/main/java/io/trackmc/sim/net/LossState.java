package io.trackmc.sim.net;

import io.trackmc.sim.core.Seed;

import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Memory of the loss models of one link: the Gilbert–Elliott state and what is left of a burst.
 *
 * <p>Both are counted in datagrams, but end after some time too: on a quiet path a dropped super-packet is one datagram,
 * not the next minute of heartbeats.
 */
final class LossState {

    /** Longest time from the first to the last datagram of a super-packet. */
    static final long BURST_NS = 2_000_000;

    /** Longest time in the bad state without falling back to the good one. */
    static final long BAD_NS = 50_000_000;

    private final Seed seed;
    private @Nullable RandomGenerator generator;
    private boolean bad;
    private long badSinceNs;
    private int burstLeft;
    private long burstSinceNs;

    LossState(Seed seed) {
        this.seed = seed;
    }

    /**
     * Decides the fate of the next datagram. Each model draws each time, so that they do not disturb each other; where nothing is
     * ever lost there is nothing to disturb.
     */
    boolean loses(long nowNs, Loss loss) {
        if (loss.isNone()) {
            return false;
        }
        RandomGenerator random = generator();
        boolean byItself = random.nextDouble() < loss.probability();
        boolean inBurst = losesInBurst(nowNs, loss, random);
        boolean inBadState = losesInBadState(nowNs, loss.gilbertElliott(), random);
        return byItself || inBurst || inBadState;
    }

    private boolean losesInBurst(long nowNs, Loss loss, RandomGenerator random) {
        boolean starts = random.nextDouble() < loss.burstProbability();
        if (nowNs - burstSinceNs > BURST_NS) {
            burstLeft = 0;
        }
        if (starts && burstLeft == 0) {
            burstLeft = 1 + random.nextInt(loss.burstDatagrams());
            burstSinceNs = nowNs;
        }
        if (burstLeft == 0) {
            return false;
        }
        burstLeft--;
        return true;
    }

    private boolean losesInBadState(long nowNs, Loss.GilbertElliott model, RandomGenerator random) {
        double change = random.nextDouble();
        boolean stays = change >= model.toGood() && nowNs - badSinceNs <= BAD_NS;
        boolean enters = change < model.toBad();
        badSinceNs = bad ? badSinceNs : nowNs;
        bad = bad ? stays : enters;
        return bad && random.nextDouble() < model.lossWhenBad();
    }

    /** Made when first needed: a large world has hundreds of thousands of links that lose nothing. */
    private RandomGenerator generator() {
        RandomGenerator made = generator;
        if (made == null) {
            made = seed.generator();
            generator = made;
        }
        return made;
    }
}
