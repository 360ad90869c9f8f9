package io.trackmc.sim.scale;

/**
 * Who comes and goes while data flows.
 *
 * @param churnPerMinute share of receivers that crash in a minute, in bursts, and come back with no memory, 0 to 1
 * @param flashCrowd share of receivers that are not there at the beginning and all join within ten seconds, 0 to 1
 * @param killRepairHeads share of repair heads that die for good, 0 to 1
 */
public record HardshipPlan(double churnPerMinute, double flashCrowd, double killRepairHeads) {

    /** Everybody comes at the beginning and stays. */
    public static final HardshipPlan NONE = new HardshipPlan(0, 0, 0);
}
