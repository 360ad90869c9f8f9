package io.trackmc.sim.node;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Exceptions as one line of text, short enough for a report and long enough to find the place. */
final class StackTraces {

    private static final int FRAMES = 8;

    private StackTraces() {}

    static String brief(Throwable thrown) {
        return Arrays.stream(thrown.getStackTrace()).filter(frame -> !frame.getClassName().startsWith("java."))
                .filter(frame -> !frame.getClassName().startsWith("jdk.")).limit(FRAMES).map(Object::toString)
                .collect(Collectors.joining(" < ", thrown + " at ", ""));
    }
}
