package io.trackmc.feed.line;

/**
 * What an {@link Arbiter} has counted.
 *
 * @param messages delivered
 * @param gaps messages lost for good
 * @param duplicates messages that had come already, as all do of which both lines have one; of a message that was given up too
 * @param lineGaps messages that one line lacked
 * @param malformed frames that were none
 * @param dropped messages that came when it was too late for them: of a session that was over without them, or from before the first message of a session that had
 *     begun
 */
public record LineCounts(long messages, long gaps, long duplicates, long lineGaps, long malformed, long dropped) {}
