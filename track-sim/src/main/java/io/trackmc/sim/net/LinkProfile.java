package io.trackmc.sim.net;

/** Behaviour of the path from one node to another, at one time of a run. */
public record LinkProfile(Delay delay, Loss loss, Damage damage, Bandwidth bandwidth) {

    /** A faultless local network. */
    public static final LinkProfile CLEAN = new LinkProfile(Delay.LAN, Loss.NONE, Damage.NONE, Bandwidth.UNLIMITED);

    /** The same with another delay. */
    public LinkProfile with(Delay newDelay) {
        return new LinkProfile(newDelay, loss, damage, bandwidth);
    }

    /** The same with another loss. */
    public LinkProfile with(Loss newLoss) {
        return new LinkProfile(delay, newLoss, damage, bandwidth);
    }

    /** The same with other damage. */
    public LinkProfile with(Damage newDamage) {
        return new LinkProfile(delay, loss, newDamage, bandwidth);
    }

    /** The same with another bandwidth. */
    public LinkProfile with(Bandwidth newBandwidth) {
        return new LinkProfile(delay, loss, damage, newBandwidth);
    }
}
