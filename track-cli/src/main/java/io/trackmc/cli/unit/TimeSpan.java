package io.trackmc.cli.unit;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Spans of time: {@code 5ms}, {@code 1.5s}, {@code 2m}, {@code 1h}. */
public final class TimeSpan implements ITypeConverter<Duration> {

    private static final Pattern FORM = Pattern.compile("([0-9]{1,12}(?:\\.[0-9]{1,9})?)(us|ms|s|m|h)");
    private static final Map<String, Long> UNITS_NS = Map.of("us", 1_000L, "ms", 1_000_000L, "s", 1_000_000_000L, "m",
            60_000_000_000L, "h", 3_600_000_000_000L);
    private static final BigDecimal LONGEST_NS = BigDecimal.valueOf(Duration.ofDays(366).toNanos());

    @Override
    public Duration convert(String value) {
        Matcher matcher = FORM.matcher(value.strip().toLowerCase(Locale.ROOT));
        Long unitNs = matcher.matches() ? UNITS_NS.get(matcher.group(2)) : null;
        if (unitNs == null) {
            throw new TypeConversionException("'" + value + "' is not a time (allowed: a number with us, ms, s, m or h,"
                    + " such as 500ms or 60s)");
        }
        BigDecimal ns = new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(unitNs));
        if (ns.compareTo(LONGEST_NS) > 0) {
            throw new TypeConversionException("'" + value + "' is longer than a year");
        }
        return Duration.ofNanos(ns.longValue());
    }

    /** For people: {@code 1.5 s}. */
    public static String text(double seconds) {
        return seconds < 120
                ? String.format(Locale.ROOT, "%.1f s", seconds)
                : String.format(Locale.ROOT, "%d min %02d s", (long) seconds / 60, (long) seconds % 60);
    }
}
