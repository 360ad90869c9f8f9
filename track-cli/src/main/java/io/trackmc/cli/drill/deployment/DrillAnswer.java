package io.trackmc.cli.drill.deployment;

import com.typesafe.config.Config;
import io.trackmc.cli.process.ParentLog;
import java.util.List;

/**
 * What a process says to a drill, with the times of its host put into those of this one.
 *
 * @param node name of the process, as it says itself
 * @param atNs when it was said; half of the way lies before it
 * @param endsAtNs when the process ends, if it was told to; else the same as {@code atNs}
 * @param longestMillis longest fault that it takes
 * @param address where it receives unicast; empty for an authority
 * @param parents what has happened to its parents
 */
record DrillAnswer(String node, long atNs, long endsAtNs, long longestMillis, String address, ParentLog parents) {

    private static final int HALF = 2;

    /**
     * Reads it.
     *
     * @param beforeNs when the question left, by this host's clock
     * @param afterNs when the answer was there
     */
    static DrillAnswer of(Config answer, long beforeNs, long afterNs) {
        long atNs = beforeNs + (afterNs - beforeNs) / HALF;
        long aheadNs = answer.getLong("nanoTime") - atNs;
        List<ParentLog.Entry> entries = answer.getConfigList("events").stream()
                .map(one -> new ParentLog.Entry(one.getLong("nanoTime") - aheadNs, one.getString("event"),
                        one.getString("parent")))
                .toList();
        return new DrillAnswer(answer.getString("node"), atNs,
                answer.hasPath("endsNanoTime") ? answer.getLong("endsNanoTime") - aheadNs : atNs,
                answer.getLong("longestMillis"), answer.hasPath("address") ? answer.getString("address") : "",
                new ParentLog(entries));
    }
}
