package io.trackmc.net;

import java.util.random.RandomGenerator;

/** Loss by a {@link GilbertElliott} channel that begins in the good state. */
final class BurstLoss implements LossInjector {

    private final RandomGenerator random;
    private final GilbertElliott model;
    private boolean bad;

    BurstLoss(RandomGenerator random, GilbertElliott model) {
        this.random = random;
        this.model = model;
    }

    @Override
    public boolean drops() {
        boolean lost = random.nextDouble() < (bad ? model.lossInBad() : model.lossInGood());
        if (random.nextDouble() < (bad ? model.badToGood() : model.goodToBad())) {
            bad = !bad;
        }
        return lost;
    }
}
