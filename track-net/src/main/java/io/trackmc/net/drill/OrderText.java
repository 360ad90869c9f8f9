package io.trackmc.net.drill;

import io.trackmc.net.Addresses;
import io.trackmc.net.ConfigurationException;
import io.trackmc.proto.engine.Endpoint;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Reads orders as they come over HTTP: {@code loss?share=0.2&forMillis=5000}, {@code partition?forMillis=2000}, {@code kill}. */
final class OrderText {

    /** Most addresses of one order; a request line has no room for many more. */
    static final int MOST_PEERS = 32;

    /** Longest that datagrams are held back, and most that chance adds. */
    static final long MOST_DELAY_MS = 5_000;

    /** Ten years. */
    private static final long MOST_OFFSET_MS = 10L * 366 * 86_400_000;

    private static final String SHARE = "share";
    private static final String FOR_MILLIS = "forMillis";
    private static final String MILLIS = "millis";
    private static final String JITTER_MILLIS = "jitterMillis";
    private static final String OFFSET_MILLIS = "offsetMillis";
    private static final String AMONG = "among";
    private static final String FROM = "from";
    private static final long NS_PER_MS = 1_000_000;
    /** Names would have to be looked up, and that waits. */
    private static final Pattern ADDRESS = Pattern.compile(
            "(?:\\d{1,3}(?:\\.\\d{1,3}){3}|\\[[0-9a-fA-F:.]{2,45}]):\\d{1,5}");

    private final Map<String, List<String>> parameters;

    private OrderText(Map<String, List<String>> parameters) {
        this.parameters = parameters;
    }

    /**
     * One order.
     *
     * @param word of the kind
     * @param parameters of the query, each name with all its values
     * @param longestNs longest time that is allowed
     * @throws BadOrderException with what was found and what is allowed
     */
    static FaultOrder parse(String word, Map<String, List<String>> parameters, long longestNs) {
        FaultKind kind = FaultKind.of(word);
        if (kind == null) {
            throw new BadOrderException(
                    "found " + BadOrderException.printable(word) + ", allowed: " + FaultKind.words() + ", undo");
        }
        OrderText text = new OrderText(parameters);
        text.checkNames(kind);
        long longestMs = longestNs / NS_PER_MS;
        long forNs = kind.lasts() ? text.number(FOR_MILLIS, 1, longestMs, " (drills.longest)") * NS_PER_MS : 0;
        return switch (kind) {
            case LOSS -> new FaultOrder(kind, forNs, text.share(), 0, 0, 0, Set.of());
            case DELAY -> new FaultOrder(kind, forNs, 0,
                    text.number(MILLIS, 1, Math.min(MOST_DELAY_MS, longestMs), "") * NS_PER_MS,
                    text.number(JITTER_MILLIS, 0, Math.min(MOST_DELAY_MS, longestMs), "") * NS_PER_MS, 0, Set.of());
            case SKEW -> new FaultOrder(kind, forNs, 0, 0, 0,
                    text.number(OFFSET_MILLIS, -MOST_OFFSET_MS, MOST_OFFSET_MS, ""), Set.of());
            case PARTITION -> new FaultOrder(kind, forNs, 0, 0, 0, 0,
                    parameters.containsKey(AMONG) ? text.peers(AMONG) : Set.of());
            case SHUN -> new FaultOrder(kind, forNs, 0, 0, 0, 0, text.peers(FROM));
            case HANG, KILL, DRAIN -> FaultOrder.plain(kind, forNs);
        };
    }

    /** Exactly those that the kind has, but for what may be left out. */
    private void checkNames(FaultKind kind) {
        Set<String> known = switch (kind) {
            case LOSS -> Set.of(FOR_MILLIS, SHARE);
            case DELAY -> Set.of(FOR_MILLIS, JITTER_MILLIS, MILLIS);
            case SKEW -> Set.of(FOR_MILLIS, OFFSET_MILLIS);
            case SHUN -> Set.of(FOR_MILLIS, FROM);
            case PARTITION -> parameters.containsKey(AMONG) ? Set.of(AMONG, FOR_MILLIS) : Set.of(FOR_MILLIS);
            case HANG -> Set.of(FOR_MILLIS);
            case KILL, DRAIN -> Set.of();
        };
        if (!parameters.keySet().equals(known)) {
            throw new BadOrderException(kind.word() + ": found "
                    + (parameters.isEmpty() ? "no parameters" : "other parameters") + ", allowed: "
                    + (known.isEmpty() ? "none" : "exactly " + String.join(" and ", new TreeSet<>(known))));
        }
    }

    private String only(String name) {
        List<String> values = parameters.getOrDefault(name, List.of());
        if (values.size() != 1) {
            throw new BadOrderException(name + ": found " + values.size() + " values, allowed: one");
        }
        return values.getFirst();
    }

    private double share() {
        String text = only(SHARE);
        try {
            double share = Double.parseDouble(text);
            if (share > 0 && share <= 1) {
                return share;
            }
        } catch (NumberFormatException _) {
            // told below
        }
        throw new BadOrderException(
                SHARE + ": found " + BadOrderException.printable(text) + ", allowed: a number above 0 and at most 1");
    }

    private long number(String name, long least, long most, String why) {
        String text = only(name);
        try {
            long number = Long.parseLong(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException _) {
            // told below
        }
        throw new BadOrderException(
                name + ": found " + BadOrderException.printable(text) + ", allowed: " + least + " to " + most + why);
    }

    private Set<Endpoint> peers(String name) {
        Set<Endpoint> peers = new LinkedHashSet<>();
        String[] all = only(name).split(",", -1);
        for (String each : all) {
            if (all.length > MOST_PEERS || !ADDRESS.matcher(each).matches()) {
                throw new BadOrderException(
                        name + ": found " + BadOrderException.printable(each) + ", allowed: at most " + MOST_PEERS
                                + " addresses, ADDRESS:PORT, with a comma between them");
            }
            try {
                peers.add(Addresses.endpoint(Addresses.parse(each)));
            } catch (ConfigurationException e) {
                throw new BadOrderException(
                        name + ": found " + BadOrderException.printable(each) + ", allowed: ADDRESS:PORT");
            }
        }
        return peers;
    }
}
