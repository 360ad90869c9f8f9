package io.trackmc.sim.scale;

/**
 * What paths are like.
 *
 * @param reach how far apart nodes are
 * @param loss share of datagrams that a path loses, on average over all paths, 0 to {@link #MAX_LOSS}
 * @param burst how many packets long the times are in which a path loses all or nothing; 1: each datagram is lost by itself
 * @param branchLoss share of what comes from outside that a whole branch below the sender loses, 0 to {@link #MAX_LOSS}
 * @param regionLoss share of what comes to them that receivers of one region lose besides, that of the last repair head, 0 to {@link #MAX_LOSS}
 */
public record PathPlan(Reach reach, double loss, int burst, double branchLoss, double regionLoss) {

    /** Largest loss with which a run comes to an end. */
    public static final double MAX_LOSS = 0.5;

    /** Longest burst. */
    public static final int MAX_BURST = 1_000;

    /** No region loses more than others. */
    public PathPlan(Reach reach, double loss, int burst, double branchLoss) {
        this(reach, loss, burst, branchLoss, 0);
    }

    /** Independent losses only. */
    public PathPlan(Reach reach, double loss) {
        this(reach, loss, 1, 0);
    }
}
