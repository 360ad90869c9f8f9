package io.trackmc.cli.drill.deployment;

import java.util.LinkedHashMap;
import java.util.Map;

/** How many questions authorities were asked in a drill, also where they were ended and started again in it. One thread. */
final class RequestTotals {

    private static final String REQUESTS = "track_authority_requests_total";

    private final Map<String, Double> since = new LinkedHashMap<>();
    private double total;

    /** The drill begins. */
    void begin(String role, Reading now) {
        since.put(role, now.sum(REQUESTS));
    }

    /** It is about to be ended; its next run begins to count at 0. */
    void ends(String role, Reading now) {
        total += now.sum(REQUESTS) - since.getOrDefault(role, 0.0);
        since.put(role, 0.0);
    }

    /** The drill is over; returns all of both. */
    double over(Map<String, Reading> after) {
        after.forEach(this::ends);
        return total;
    }
}
