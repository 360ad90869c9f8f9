package io.trackmc.cli.feed;

/**
 * What a trial of a trading day shall be.
 *
 * @param messages of the day
 * @param seed of the day and of losses
 * @param messagesPerSecond pace
 * @param loss probability that a node loses a datagram, 0 to less than 1
 */
record DayPlan(long messages, long seed, double messagesPerSecond, double loss) {

    static final int SUBSCRIBERS = 4;
    static final int REPAIR_HEADS = 2;
}
