package io.trackmc.sim.scenario;

/**
 * What a run of the swarm that held all promises came to.
 *
 * @param seed of the run
 * @param simulatedNs its length
 * @param transmissions datagrams that engines sent
 * @param messages messages that the source offered
 * @param packets sequences of the data stream
 * @param worstNacks most Nacks of one node in one interval of the feedback checker
 * @param worstTracks most Tracks of one node in one interval
 * @param eventHash fingerprint
 */
public record SwarmResult(long seed, long simulatedNs, long transmissions, int messages, long packets, int worstNacks,
        int worstTracks, long eventHash) {}
