package io.trackmc.sim.net;

/**
 * What happens to a datagram besides loss; all probabilities are per datagram, 0 to 1.
 *
 * @param duplicate it arrives twice
 * @param corrupt one to eight of its bits are flipped
 * @param truncate its end is cut off
 * @param replay one of the last datagrams of the same link arrives again
 */
public record Damage(double duplicate, double corrupt, double truncate, double replay) {

    /** Everything arrives as it was sent, once. */
    public static final Damage NONE = new Damage(0, 0, 0, 0);

    /** Whether everything arrives as it was sent, once. */
    boolean isNone() {
        return duplicate == 0 && corrupt == 0 && truncate == 0 && replay == 0;
    }
}
