package io.trackmc.cli.unit;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Sizes: {@code 100000000}, {@code 20MB} (powers of 1,000), {@code 64MiB} (powers of 1,024). */
public final class ByteSize implements ITypeConverter<Long> {

    private static final Pattern FORM = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)\\s*([A-Za-z]*)");
    private static final Map<String, Long> UNITS = new TreeMap<>(Map.of("", 1L, "b", 1L, "kb", 1_000L, "mb", 1_000_000L,
            "gb", 1_000_000_000L, "kib", 1L << 10, "mib", 1L << 20, "gib", 1L << 30));

    @Override
    public Long convert(String value) {
        Matcher matcher = FORM.matcher(value.strip());
        Long unit = matcher.matches() ? UNITS.get(matcher.group(2).toLowerCase(Locale.ROOT)) : null;
        if (unit == null) {
            throw new TypeConversionException(
                    "'" + value + "' is not a size (allowed: a number of bytes, or with a unit"
                            + " such as 20MB or 64MiB)");
        }
        return whole(value, new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(unit)));
    }

    private static long whole(String value, BigDecimal bytes) {
        try {
            return bytes.longValueExact();
        } catch (ArithmeticException e) {
            throw new TypeConversionException("'" + value + "' is not a whole number of bytes below 2^63");
        }
    }

    /** For people: {@code 20.0 MB}. */
    public static String text(long bytes) {
        if (bytes < 1_000) {
            return bytes + " B";
        }
        double value = bytes;
        int unit = 0;
        while (value >= 999.95 && unit < 4) {
            value /= 1_000;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %s", value, "kB,MB,GB,TB".split(",", -1)[unit - 1]);
    }
}
