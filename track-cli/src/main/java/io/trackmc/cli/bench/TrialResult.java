package io.trackmc.cli.bench;

import java.util.Map;

/**
 * What came of a trial.
 *
 * @param messagesPerSecond at the slowest receiver, within the measured time
 * @param missing numbers that were leapt over, or came again, at all receivers
 * @param p50Micros from the stamp of a message to its arrival, at the receiver where it took longest
 * @param p99Micros the same for 99 of 100
 * @param cpuMicrosPerMessage CPU time of all processes within the measured time, for each message of the slowest receiver
 * @param rssMegabytes most memory of one process
 * @param drops datagrams that all processes together dropped, by reason; empty for a peer that does not tell
 */
record TrialResult(double messagesPerSecond, long missing, double p50Micros, double p99Micros,
        double cpuMicrosPerMessage, double rssMegabytes, Map<String, Long> drops) {}
