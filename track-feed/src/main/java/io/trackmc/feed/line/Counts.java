package io.trackmc.feed.line;

/** {@link LineCounts} while they grow. */
final class Counts {

    long messages;
    long gaps;
    long duplicates;
    long lineGaps;
    long malformed;
    long dropped;

    LineCounts snapshot() {
        return new LineCounts(messages, gaps, duplicates, lineGaps, malformed, dropped);
    }
}
