package io.trackmc.sim.net;

/**
 * Which datagrams vanish. The three models act independently of each other.
 *
 * @param probability loss of each datagram by itself, 0 to 1
 * @param burstProbability chance, at each datagram, that it and the following ones are lost: a dropped super-packet
 * @param burstDatagrams longest such run; the length is uniform from 1
 * @param gilbertElliott loss that depends on a good and a bad state
 */
public record Loss(double probability, double burstProbability, int burstDatagrams, GilbertElliott gilbertElliott) {

    /** Nothing is lost. */
    public static final Loss NONE = new Loss(0, 0, 1, GilbertElliott.NONE);

    /** Whether nothing is ever lost. */
    boolean isNone() {
        return probability == 0 && burstProbability == 0 && gilbertElliott.toBad == 0;
    }

    /** Independent loss only. */
    public static Loss independent(double probability) {
        return new Loss(probability, 0, 1, GilbertElliott.NONE);
    }

    /** Bursts only. */
    public static Loss bursts(double probability, int datagrams) {
        return new Loss(0, probability, datagrams, GilbertElliott.NONE);
    }

    /**
     * The two-state loss model of Gilbert and Elliott: nothing is lost in the good state.
     *
     * @param toBad chance of leaving the good state at each datagram
     * @param toGood chance of leaving the bad state at each datagram
     * @param lossWhenBad loss in the bad state
     */
    public record GilbertElliott(double toBad, double toGood, double lossWhenBad) {

        /** Always good. */
        public static final GilbertElliott NONE = new GilbertElliott(0, 1, 0);
    }
}
