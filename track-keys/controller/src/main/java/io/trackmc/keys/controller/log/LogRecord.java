package io.trackmc.keys.controller.log;

/**
 * An entry with its place.
 *
 * @param number from 1, without gaps; also the number of its line in the file
 * @param at milliseconds since 1970 by the authority's clock
 * @param entry what happened
 */
public record LogRecord(long number, long at, LogEntry entry) {}
