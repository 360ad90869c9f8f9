package io.trackmc.sim.drill;

import io.trackmc.keys.transport.file.StrictObject;

import java.math.BigDecimal;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Quantities with units in a drill file. */
final class DrillValues {

    private static final Pattern TIME = Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,6})?) ?(us|ms|s)");
    private static final Pattern PERCENT = Pattern.compile("([0-9]{1,3}(?:\\.[0-9]{1,4})?) ?%");
    private static final Pattern COUNT = Pattern.compile("[0-9]{1,12}");
    private static final Pattern ANY = Pattern.compile(".*");
    private static final Map<String, Long> UNITS_NS = Map.of("us", 1_000L, "ms", 1_000_000L, "s", 1_000_000_000L);
    private static final String TIME_ALLOWED = "a time with us, ms or s, such as 500ms";
    private static final Pattern OFFSET = Pattern.compile("([+-]?)([0-9]{1,12}) ?(ms|s|h|d)");
    private static final Map<String, Long> UNITS_MS = Map.of("ms", 1L, "s", 1_000L, "h", 3_600_000L, "d", 86_400_000L);
    private static final double ALL_PERCENT = 100;
    private static final long MS = 1_000_000;
    private static final long MOST_DELAY_MS = 5_000;
    private static final long MOST_OFFSET_MS = 3_660L * 86_400_000;

    private DrillValues() {}

    /** A time in nanoseconds. */
    static long nanos(StrictObject in, String key) {
        String found = in.string(key, TIME, TIME_ALLOWED);
        return (long) time(found);
    }

    static long nanos(StrictObject in, String key, long otherwise) {
        return in.has(key) ? nanos(in, key) : otherwise;
    }

    static int integer(StrictObject in, String key, int least, int most) {
        return (int) in.integer(key, least, most);
    }

    static int integer(StrictObject in, String key, int least, int most, int otherwise) {
        return in.has(key) ? integer(in, key, least, most) : otherwise;
    }

    /** A share from 0% to 100%, as 0 to 1. */
    static double share(StrictObject in, String key, double otherwise) {
        if (!in.has(key)) {
            return otherwise;
        }
        String allowed = "a share from 0% to 100%";
        double percent = percent(in.string(key, PERCENT, allowed));
        if (percent > ALL_PERCENT) {
            throw in.wrong(key, "\"" + percent + "%\"", allowed);
        }
        return percent / ALL_PERCENT;
    }

    /** How bad a step is, by the keys that its verb has. */
    static Extent extent(StrictObject in, Verb verb) {
        return switch (verb) {
            case SLOW -> new Extent(integer(in, "messages-per-second", 1, 100_000), 0, 0, 0, 0);
            case LOSE -> new Extent(0, someShare(in, "share"), 0, 0, 0);
            case DELAY -> new Extent(0, 0, delay(in, "time", 1), in.has("jitter") ? delay(in, "jitter", 0) : 0, 0);
            case CLOCK_SKEW -> new Extent(0, 0, 0, 0, offsetMs(in, "offset"));
            default -> Extent.NONE;
        };
    }

    private static double someShare(StrictObject in, String key) {
        double share = share(in, key, 0);
        if (share == 0) {
            throw in.wrong(key, in.has(key) ? "0%" : "none", "a share above 0% and up to 100%");
        }
        return share;
    }

    /** As nodes take it: whole milliseconds, five seconds at most. */
    private static long delay(StrictObject in, String key, long leastMs) {
        long ns = nanos(in, key);
        if (ns < leastMs * MS || ns > MOST_DELAY_MS * MS || ns % MS != 0) {
            throw in.wrong(key, ns / 1_000 + " us", leastMs + "ms to " + MOST_DELAY_MS + "ms, whole milliseconds");
        }
        return ns;
    }

    /** Behind with a minus, from a millisecond to ten years. */
    private static long offsetMs(StrictObject in, String key) {
        String allowed = "a time with ms, s, h or d, such as 400d or -90s, up to 3660d";
        Matcher matcher = OFFSET.matcher(in.string(key, OFFSET, allowed));
        if (!matcher.matches()) {
            throw in.wrong(key, "something else", allowed);
        }
        long ms = Long.parseLong(matcher.group(2)) * UNITS_MS.getOrDefault(matcher.group(3), 1L);
        if (ms == 0 || ms > MOST_OFFSET_MS) {
            throw in.wrong(key, ms + " ms", allowed);
        }
        return matcher.group(1).equals("-") ? -ms : ms;
    }

    /** A limit: {@code at most 550ms}, {@code at least 99%}. */
    static PromisedLimit limit(StrictObject in, String key, Promise promise) {
        String beginning = promise.isAtLeast() ? "at least " : "at most ";
        String allowed = beginning + switch (promise.unit()) {
            case COUNT -> "and a whole number";
            case TIME -> "and " + TIME_ALLOWED;
            case PERCENT -> "and a share, such as 99%";
        };
        String found = in.string(key, ANY, allowed);
        Double value = found.startsWith(beginning)
                ? value(promise.unit(), found.substring(beginning.length()).strip()) : null;
        if (value == null) {
            throw in.wrong(key, "\"" + found + "\"", allowed);
        }
        return new PromisedLimit(promise, value);
    }

    private static @Nullable Double value(Promise.Unit unit, String text) {
        Pattern form = switch (unit) {
            case COUNT -> COUNT;
            case TIME -> TIME;
            case PERCENT -> PERCENT;
        };
        if (!form.matcher(text).matches()) {
            return null;
        }
        return switch (unit) {
            case COUNT -> Double.parseDouble(text);
            case TIME -> time(text);
            case PERCENT -> percent(text);
        };
    }

    private static double time(String text) {
        Matcher matcher = TIME.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(text);
        }
        long unitNs = UNITS_NS.getOrDefault(matcher.group(2), 1L);
        return new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(unitNs)).doubleValue();
    }

    private static double percent(String text) {
        return Double.parseDouble(text.replace("%", "").strip());
    }
}
