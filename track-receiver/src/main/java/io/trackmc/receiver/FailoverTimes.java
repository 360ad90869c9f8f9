package io.trackmc.receiver;

/**
 * How long fail-overs took: from when the lost parent was last heard, or said that it ends, until another parent had confirmed.
 *
 * @param count of all
 * @param p50Ns median of the newest {@value FailoverMeter#KEPT}
 * @param p99Ns 99 of 100 of these took no longer
 * @param maxNs longest of all
 */
public record FailoverTimes(long count, long p50Ns, long p99Ns, long maxNs) {}
