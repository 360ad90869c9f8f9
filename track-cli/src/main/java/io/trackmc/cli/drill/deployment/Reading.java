package io.trackmc.cli.drill.deployment;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Metrics of a process at one time.
 *
 * @param sums by the names of metrics, over all of their labels
 * @param highest the same, but the highest of them
 */
record Reading(Map<String, Double> sums, Map<String, Double> highest) {

    private static final Pattern LINE = Pattern.compile("(track_[a-z0-9_]+)(?:\\{(.*)\\})? ([-+0-9.eEIna]+)");
    /** Labels by which drills ask, of which a metric has one at most. */
    private static final Pattern LABEL = Pattern.compile("(?:layer|cause)=\"([a-z_]+)\"");

    /** Reads the text format of Prometheus; lines of other metrics are skipped. */
    static Reading parse(String text) {
        Map<String, Double> sums = new LinkedHashMap<>();
        Map<String, Double> highest = new LinkedHashMap<>();
        for (String line : text.split("\n", -1)) {
            Matcher matcher = LINE.matcher(line);
            if (matcher.matches()) {
                double value = number(matcher.group(3));
                Matcher label = LABEL.matcher(String.valueOf(matcher.group(2)));
                if (label.find()) {
                    sums.merge(of(matcher.group(1), label.group(1)), value, Double::sum);
                }
                sums.merge(matcher.group(1), value, Double::sum);
                highest.merge(matcher.group(1), value, Math::max);
            }
        }
        return new Reading(sums, highest);
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text.replace("+Inf", "Infinity"));
        } catch (NumberFormatException _) {
            return Double.NaN;
        }
    }

    private static String of(String metric, String label) {
        return metric + "{" + label + "}";
    }

    /** Those of one layer of keys, {@code transport} or {@code content}, or of one cause, added up; 0 where there are none. */
    double sum(String metric, String label) {
        return sum(of(metric, label));
    }

    /** All values of a metric added up; 0 where it has none. */
    double sum(String metric) {
        return sums.getOrDefault(metric, 0.0);
    }

    /** The highest of its values; 0 where it has none. */
    double most(String metric) {
        return highest.getOrDefault(metric, 0.0);
    }

    /** How much a counter has grown since; all of it where the process was started in between. */
    double since(Reading before, String counter) {
        double grown = sum(counter) - before.sum(counter);
        return grown < 0 ? sum(counter) : grown;
    }
}
