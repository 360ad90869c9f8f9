package io.trackmc.keys.transport.conf;

import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import org.jspecify.annotations.Nullable;

/**
 * A time in nanoseconds, written with its unit.
 *
 * @param leastNs shortest that is allowed
 * @param mostNs longest that is allowed
 */
public record TimeForm(long leastNs, long mostNs) implements ValueForm<Long> {

    /** 1 µs to 1 h: times of the protocol. */
    public static final TimeForm PROTOCOL = new TimeForm(1_000, 3_600_000_000_000L);

    private static final String[] UNITS = {"h", "m", "s", "ms", "us"};
    private static final long[] NANOS = {3_600_000_000_000L, 60_000_000_000L, 1_000_000_000, 1_000_000, 1_000};

    @Override
    public @Nullable Long read(ConfigValue value) {
        if (value.valueType() != ConfigValueType.STRING) {
            return null; // a bare number would mean milliseconds, which nobody has said
        }
        long found = value.atKey("time").getDuration("time").toNanos();
        return found >= leastNs && found <= mostNs ? found : null;
    }

    @Override
    public String text(Long value) {
        for (int i = 0; i < UNITS.length; i++) {
            if (value >= NANOS[i] && value % NANOS[i] == 0) {
                return value / NANOS[i] + UNITS[i];
            }
        }
        return value == 0 ? "0s" : value + "ns";
    }

    @Override
    public String type() {
        return "time";
    }

    @Override
    public String range() {
        return text(leastNs) + " to " + text(mostNs);
    }

    @Override
    public String allowed() {
        return "a time from " + range() + " with its unit, such as 50ms";
    }

    @Override
    public Long placeholder() {
        return leastNs == 0 ? 1L : leastNs;
    }
}
