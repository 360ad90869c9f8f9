package io.trackmc.sim.scale;

/**
 * What rekeys cost.
 *
 * @param rekeys that were made, of both layers together
 * @param expelled receivers
 * @param left receivers that left, and joined again unless it was too late
 * @param maxBytesPerReceiver most bytes of datagrams with rekeys that reached one receiver
 * @param meanBytesPerReceiver the same of all receivers
 * @param changeoverMillis longest time from when the last member had found its keys to the sender's use of them
 * @param changeoverTrackRounds the same in times between two Tracks of a child to which few packets come
 * @param controllerCpuMillis CPU of the thread in which both authorities made all rekeys
 * @param controllerCpuMillisMost the same for the costliest rekey of one layer
 * @param triedByExpelled packets that some of the expelled tried in vain, with all keys that they ever had
 * @param gaps that members reported
 */
public record RekeyFigures(int rekeys, int expelled, int left, int maxBytesPerReceiver, double meanBytesPerReceiver,
        double changeoverMillis, double changeoverTrackRounds, double controllerCpuMillis,
        double controllerCpuMillisMost,
        long triedByExpelled, long gaps) {}
