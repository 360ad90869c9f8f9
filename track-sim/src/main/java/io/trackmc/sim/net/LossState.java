package io.trackmc.sim.net;

import java.util.random.RandomGenerator;

/** Memory of the loss models of one link: the Gilbert–Elliott state and what is left of a burst. */
final class LossState {

    private final RandomGenerator random;
    private boolean bad;
    private int burstLeft;

    LossState(RandomGenerator random) {
        this.random = random;
    }

    /** Decides the fate of the next datagram. Each model draws each time, so that they do not disturb each other. */
    boolean loses(Loss loss) {
        boolean byItself = random.nextDouble() < loss.probability();
        boolean inBurst = losesInBurst(loss);
        boolean inBadState = losesInBadState(loss.gilbertElliott());
        return byItself || inBurst || inBadState;
    }

    private boolean losesInBurst(Loss loss) {
        boolean starts = random.nextDouble() < loss.burstProbability();
        if (starts && burstLeft == 0) {
            burstLeft = 1 + random.nextInt(loss.burstDatagrams());
        }
        if (burstLeft == 0) {
            return false;
        }
        burstLeft--;
        return true;
    }

    private boolean losesInBadState(Loss.GilbertElliott model) {
        double change = random.nextDouble();
        bad = bad ? change >= model.toGood() : change < model.toBad();
        return bad && random.nextDouble() < model.lossWhenBad();
    }
}
