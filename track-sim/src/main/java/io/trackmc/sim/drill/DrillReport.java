package io.trackmc.sim.drill;

import io.trackmc.sim.measure.Durations;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Outcome of one drill.
 *
 * @param drill its name
 * @param seed that repeats it
 * @param promises in the order of the file
 * @param failovers times from the fault to the first repair or data from the new parent
 * @param messagesLost added up over receivers
 * @param authorityRequests since the source began; null when nobody counted
 * @param findings what checkers found, the first few in words
 */
public record DrillReport(
        String drill, long seed, List<PromiseResult> promises, Durations failovers, long messagesLost,
        @Nullable Long authorityRequests, List<String> findings) {

    public DrillReport {
        promises = List.copyOf(promises);
        findings = List.copyOf(findings);
    }

    /** Whether every promise was kept. */
    public boolean held() {
        return promises.stream().allMatch(PromiseResult::held);
    }
}
