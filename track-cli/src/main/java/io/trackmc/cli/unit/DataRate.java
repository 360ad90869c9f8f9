package io.trackmc.cli.unit;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Rates of data: {@code 200m} is 200,000,000 bit/s. The value is in bytes per second. */
public final class DataRate implements ITypeConverter<Long> {

    private static final Pattern FORM = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)([kmg]?)(?:bit/s|bit|bps)?");
    private static final Map<String, Long> UNITS = Map.of("", 1L, "k", 1_000L, "m", 1_000_000L, "g", 1_000_000_000L);

    @Override
    public Long convert(String value) {
        Matcher matcher = FORM.matcher(value.strip().toLowerCase(Locale.ROOT));
        Long unit = matcher.matches() ? UNITS.get(matcher.group(2)) : null;
        if (unit == null) {
            throw new TypeConversionException("'" + value + "' is not a rate of data (allowed: bit/s with a unit, such"
                    + " as 64k, 200m or 1.5g)");
        }
        BigDecimal bytes = new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(unit))
                .divide(BigDecimal.valueOf(Byte.SIZE), 0, RoundingMode.DOWN);
        if (bytes.signum() == 0 || bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
            throw new TypeConversionException("'" + value + "' is less than a byte or more than 2^63 bytes a"
                    + " second (allowed: bit/s with a unit, such as 64k, 200m or 1.5g; leave it out for no limit)");
        }
        return bytes.longValue();
    }
}
