package io.trackmc.keys.transport.conf;

import com.typesafe.config.ConfigValue;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A rate in bytes per second, 0 for no limit: a number of these, or bits per second with a unit. */
public record RateForm() implements ValueForm<Long> {

    private static final Pattern FORM = Pattern.compile("(\\d+(?:\\.\\d+)?) ?([kmg])(?:bit)?(?:/s)?");
    private static final String[] UNITS = {"g", "m", "k"};
    private static final long[] BITS = {1_000_000_000, 1_000_000, 1_000};

    @Override
    public @Nullable Long read(ConfigValue value) {
        if (value.unwrapped() instanceof Integer || value.unwrapped() instanceof Long) {
            long found = ((Number) value.unwrapped()).longValue();
            return found >= 0 ? found : null;
        }
        var match = FORM.matcher(String.valueOf(value.unwrapped()));
        return match.matches() ? bytesPerSecond(match.group(1), match.group(2)) : null;
    }

    private static long bytesPerSecond(String number, String unit) {
        double factor = switch (unit) {
            case "k" -> 1e3;
            case "m" -> 1e6;
            default -> 1e9;
        };
        return Math.max(1, Math.round(Double.parseDouble(number) * factor / Byte.SIZE));
    }

    @Override
    public String text(Long value) {
        if (value == 0 || value > Long.MAX_VALUE / Byte.SIZE) {
            return Long.toString(value);
        }
        long bits = value * Byte.SIZE;
        for (int i = 0; i < UNITS.length; i++) {
            if (bits % BITS[i] == 0) {
                return bits / BITS[i] + UNITS[i];
            }
        }
        return Long.toString(value);
    }

    @Override
    public String type() {
        return "rate";
    }

    @Override
    public String range() {
        return "0 or more";
    }

    @Override
    public String unit() {
        return "bytes/s";
    }

    @Override
    public String allowed() {
        return "0 for no limit, a number of bytes/s, or bits/s with a unit, such as 200m";
    }

    @Override
    public Long placeholder() {
        return 0L;
    }
}
