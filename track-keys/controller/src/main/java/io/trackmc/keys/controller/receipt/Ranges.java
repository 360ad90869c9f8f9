package io.trackmc.keys.controller.receipt;

import java.util.Map;
import java.util.TreeMap;

/** A set of sequences, as ranges that do not touch. */
final class Ranges {

    private final TreeMap<Long, Long> lastByFirst = new TreeMap<>();

    /** Adds {@code first..last}, which may be empty; returns how many of them are new. */
    long add(long first, long last) {
        if (last < first) {
            return 0;
        }
        long from = first;
        long to = last;
        long known = 0;
        Map.Entry<Long, Long> touching = lastByFirst.floorEntry(last + 1);
        while (touching != null && touching.getValue() >= first - 1) {
            known += touching.getValue() - touching.getKey() + 1;
            from = Math.min(from, touching.getKey());
            to = Math.max(to, touching.getValue());
            lastByFirst.remove(touching.getKey());
            touching = lastByFirst.floorEntry(last + 1);
        }
        lastByFirst.put(from, to);
        return to - from + 1 - known;
    }
}
