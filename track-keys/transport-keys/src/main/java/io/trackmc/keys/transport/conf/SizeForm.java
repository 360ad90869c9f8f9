package io.trackmc.keys.transport.conf;

import com.typesafe.config.ConfigValue;
import org.jspecify.annotations.Nullable;

/**
 * A size in bytes: a number, or a text with a unit.
 *
 * @param least smallest that is allowed
 * @param most largest that is allowed
 */
public record SizeForm(long least, long most) implements ValueForm<Long> {

    private static final String[] UNITS = {"TiB", "GiB", "MiB", "KiB"};
    private static final int BITS_OF_A_UNIT = 10;

    @Override
    public @Nullable Long read(ConfigValue value) {
        long found = value.atKey("size").getBytes("size");
        return found >= least && found <= most ? found : null;
    }

    @Override
    public String text(Long value) {
        for (int i = 0; i < UNITS.length; i++) {
            long unit = 1L << (BITS_OF_A_UNIT * (UNITS.length - i));
            if (value >= unit && value % unit == 0) {
                return value / unit + UNITS[i];
            }
        }
        return Long.toString(value);
    }

    @Override
    public String type() {
        return "size";
    }

    @Override
    public String range() {
        return text(least) + " to " + text(most);
    }

    @Override
    public String unit() {
        return "bytes";
    }

    @Override
    public String allowed() {
        return "a size from " + range() + ", such as 4MiB";
    }

    @Override
    public Long placeholder() {
        return least;
    }
}
