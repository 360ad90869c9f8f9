package io.trackmc.keys.transport.conf;

import com.typesafe.config.ConfigValue;
import org.jspecify.annotations.Nullable;

/**
 * What a value may be, and how it is read and written. Immutable; any thread.
 *
 * @param <T> what it is in a program
 */
public interface ValueForm<T> {

    /**
     * What stands there, or null when that is not allowed.
     *
     * @throws RuntimeException one of {@code ConfigException}, {@code IllegalArgumentException}, {@code ArithmeticException}: not allowed either
     */
    @Nullable
    T read(ConfigValue value);

    /** A value as a file would have it. */
    String text(T value);

    /** What it is, in a word or two: {@code whole number}. */
    String type();

    /** Its range or words in short; empty where the type says all. */
    String range();

    /** Unit of a bare number; empty where there is none. */
    default String unit() {
        return "";
    }

    /** What is allowed, as a fault says it. */
    String allowed();

    /** Takes the place of a value that is wrong until all faults are found; means nothing. */
    T placeholder();
}
