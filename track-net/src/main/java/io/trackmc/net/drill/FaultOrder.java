package io.trackmc.net.drill;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One thing that is to go wrong.
 *
 * @param kind what
 * @param share of datagrams that are lost, above 0 and at most 1; 0 for other kinds
 * @param forNs how long it lasts; 0 for what does not end by itself
 */
record FaultOrder(FaultKind kind, double share, long forNs) {

    private static final String SHARE = "share";
    private static final String FOR_MILLIS = "forMillis";
    private static final long NS_PER_MS = 1_000_000;

    /**
     * Reads an order as it comes over HTTP: {@code loss?share=0.2&forMillis=5000}, {@code partition?forMillis=2000}, {@code kill}.
     *
     * @param word of the kind
     * @param parameters of the query, each name with all its values
     * @param longestNs longest time that is allowed
     * @throws BadOrderException with what was found and what is allowed
     */
    public static FaultOrder parse(String word, Map<String, List<String>> parameters, long longestNs) {
        FaultKind kind = FaultKind.of(word);
        if (kind == null) {
            throw new BadOrderException("found " + printable(word) + ", allowed: " + FaultKind.words() + ", undo");
        }
        Set<String> known = kind == FaultKind.LOSS ? Set.of(SHARE, FOR_MILLIS)
                : kind.lasts() ? Set.of(FOR_MILLIS) : Set.of();
        if (!parameters.keySet().equals(known)) {
            throw new BadOrderException(kind.word() + ": found "
                    + (parameters.isEmpty() ? "no parameters" : "other parameters")
                    + ", allowed: "
                    + (known.isEmpty() ? "none" : "exactly " + String.join(" and ", known.stream().sorted().toList())));
        }
        double share = kind == FaultKind.LOSS ? share(only(parameters, SHARE)) : 0;
        long forNs = kind.lasts() ? time(only(parameters, FOR_MILLIS), longestNs) : 0;
        return new FaultOrder(kind, share, forNs);
    }

    private static String only(Map<String, List<String>> parameters, String name) {
        List<String> values = parameters.getOrDefault(name, List.of());
        if (values.size() != 1) {
            throw new BadOrderException(name + ": found " + values.size() + " values, allowed: one");
        }
        return values.getFirst();
    }

    private static double share(String text) {
        try {
            double share = Double.parseDouble(text);
            if (share > 0 && share <= 1) {
                return share;
            }
        } catch (NumberFormatException _) {
            // told below
        }
        throw new BadOrderException(SHARE + ": found " + printable(text) + ", allowed: a number above 0 and at most 1");
    }

    private static long time(String text, long longestNs) {
        try {
            long millis = Long.parseLong(text);
            if (millis > 0 && millis <= longestNs / NS_PER_MS) {
                return millis * NS_PER_MS;
            }
        } catch (NumberFormatException _) {
            // told below
        }
        throw new BadOrderException(FOR_MILLIS + ": found " + printable(text) + ", allowed: 1 to "
                + longestNs / NS_PER_MS + " (drills.longest)");
    }

    /** What somebody has sent, in a form that harms no terminal and no log. */
    private static String printable(String text) {
        String cut = text.length() > 40 ? text.substring(0, 40) + ".." : text;
        return "\"" + cut.replaceAll("[^ -~]", "?") + "\"";
    }
}
