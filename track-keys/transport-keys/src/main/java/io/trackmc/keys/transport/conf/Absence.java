package io.trackmc.keys.transport.conf;

import java.util.function.Function;

/**
 * What it means that a key does not stand in a file.
 *
 * @param <T> type of its value
 */
public sealed interface Absence<T> {

    /** A fault. */
    record Needed<T>() implements Absence<T> {}

    /**
     * That there is nothing of the kind.
     *
     * @param means what comes of that, for people
     */
    record Nothing<T>(String means) implements Absence<T> {}

    /**
     * A value that is always the same.
     *
     * @param value that it has then
     */
    record Default<T>(T value) implements Absence<T> {}

    /**
     * A value that others give.
     *
     * @param means which, for people
     * @param derive makes it from the other values; may note faults, and note one again
     */
    record Derived<T>(String means, Function<ConfValues, T> derive) implements Absence<T> {}
}
