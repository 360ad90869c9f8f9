package io.trackmc.net;

/**
 * A channel with a good and a bad state, and a probability of loss in each (Gilbert 1960, Elliott 1963). The state may change
 * after every datagram.
 *
 * @param goodToBad probability that the bad state follows the good one
 * @param badToGood probability that the good state follows the bad one
 * @param lossInGood probability of loss in the good state
 * @param lossInBad probability of loss in the bad state
 */
public record GilbertElliott(double goodToBad, double badToGood, double lossInGood, double lossInBad) {

    /** @throws IllegalArgumentException when a parameter is not a probability */
    public GilbertElliott {
        checkProbability("goodToBad", goodToBad);
        checkProbability("badToGood", badToGood);
        checkProbability("lossInGood", lossInGood);
        checkProbability("lossInBad", lossInBad);
    }

    /**
     * A channel that loses whole bursts and nothing between them.
     *
     * @param loss long-term share of lost datagrams, 0 inclusive to 1 exclusive
     * @param meanBurstDatagrams mean length of a burst, 1 or more
     * @throws IllegalArgumentException when no such channel exists
     */
    public static GilbertElliott ofBursts(double loss, double meanBurstDatagrams) {
        checkProbability("loss", loss);
        if (!(meanBurstDatagrams >= 1)) {
            throw new IllegalArgumentException("mean burst of " + meanBurstDatagrams + " datagrams is not 1 or more");
        }
        double badToGood = 1 / meanBurstDatagrams;
        return new GilbertElliott(loss * badToGood / (1 - loss), badToGood, 0, 1);
    }

    static void checkProbability(String name, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(name + " " + value + " is not a probability (allowed: 0 to 1)");
        }
    }
}
