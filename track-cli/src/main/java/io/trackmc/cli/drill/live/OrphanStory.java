package io.trackmc.cli.drill.live;

/**
 * What became of a node that lost its parent. Times are nanoseconds since the fault; -1 for what did not happen.
 *
 * @param child its name
 * @param parent that it lost
 * @param faultNs when the fault was, by {@link System#nanoTime}
 * @param lostNs until it noticed
 * @param boundNs until another parent had confirmed
 * @param servedNs until that had sent the first repair or data
 * @param caughtUpNs until it had all that there was by then; -1 too where nobody looks
 */
public record OrphanStory(
        String child, String parent, long faultNs, long lostNs, long boundNs, long servedNs, long caughtUpNs) {}
