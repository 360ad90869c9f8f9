package io.trackmc.proto.tree;

/**
 * For how long one child has held the source back: left it little room, and not gone through a whole window meanwhile.
 *
 * <p>A child that is as fast as the source wants passes a window in far less time, also when the window is what paces the source; one that
 * trickles along does not, though it moves all the time. Single-threaded; holds four numbers.
 */
final class Slowness {

    private boolean holds;
    private long from;
    private long judgedNs;
    private long heldNs;

    /**
     * Takes in how the child stands now.
     *
     * @param progress a sequence that rises as the child gets through the data
     * @param holdsBack whether it leaves the source little room
     * @param longestStepNs most that counts of the time since it was judged last: a parent that stood still knows nothing of that time
     * @return for how long it has held the source back, in nanoseconds
     */
    long judge(long nowNs, long progress, boolean holdsBack, int windowPackets, long longestStepNs) {
        if (!holdsBack) {
            holds = false;
            heldNs = 0;
        } else if (!holds || progress - from >= windowPackets) {
            holds = true;
            from = progress;
            heldNs = 0;
        } else {
            heldNs += Math.clamp(nowNs - judgedNs, 0, longestStepNs);
        }
        judgedNs = nowNs;
        return heldNs;
    }
}
