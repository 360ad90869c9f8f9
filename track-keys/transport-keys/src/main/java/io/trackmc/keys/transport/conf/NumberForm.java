package io.trackmc.keys.transport.conf;

import com.typesafe.config.ConfigValue;
import org.jspecify.annotations.Nullable;

/**
 * A whole number.
 *
 * @param least smallest that is allowed
 * @param most largest that is allowed
 * @param unit of what is counted; empty where there is none
 * @param isPowerOfTwo whether only these are allowed
 */
public record NumberForm(long least, long most, String unit, boolean isPowerOfTwo) implements ValueForm<Long> {

    /** Any in the range. */
    public static NumberForm of(long least, long most, String unit) {
        return new NumberForm(least, most, unit, false);
    }

    @Override
    public @Nullable Long read(ConfigValue value) {
        Object found = value.unwrapped();
        boolean isWhole = found instanceof Integer || found instanceof Long;
        long number = isWhole ? ((Number) found).longValue() : 0;
        boolean fits = isWhole && number >= least && number <= most;
        return fits && (!isPowerOfTwo || Long.bitCount(number) == 1) ? number : null;
    }

    @Override
    public String text(Long value) {
        return Long.toString(value);
    }

    @Override
    public String type() {
        return isPowerOfTwo ? "power of two" : "whole number";
    }

    @Override
    public String range() {
        return least + " to " + most;
    }

    @Override
    public String allowed() {
        return "a " + type() + " from " + least + " to " + most;
    }

    @Override
    public Long placeholder() {
        return least;
    }
}
