package io.trackmc.cli.drill.report;

import io.trackmc.cli.drill.live.OrphanStory;
import io.trackmc.sim.drill.DrillReport;
import java.util.List;

/**
 * What came of one run of a drill.
 *
 * @param on what it was run on: {@code sim}, {@code live} or {@code deployment}
 * @param report its promises
 * @param beginNs when it began, by {@link System#nanoTime}; means nothing without stories
 * @param stories of those who lost a parent; empty where nobody wrote them down
 */
public record DrillResult(String on, DrillReport report, long beginNs, List<OrphanStory> stories) {

    public DrillResult {
        stories = List.copyOf(stories);
    }

    /** One without stories. */
    public static DrillResult of(String on, DrillReport report) {
        return new DrillResult(on, report, 0, List.of());
    }
}
