package io.trackmc.net.drill;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where drills are chosen, started, watched and stopped by who has the page of a live tree open. There is one only in a program that was started for that. Any
 * thread; never waits.
 */
public interface DrillConsole {

    /** Which drills there are, and how things stand, as a JSON object on one line. */
    String look();

    /**
     * Begins what somebody wants, and says how things stand then.
     *
     * @param word {@code plan}, {@code start} or {@code stop}
     * @param parameters of a query
     * @throws BadOrderException when nothing was begun, with why
     */
    String order(String word, Map<String, List<String>> parameters);

    /**
     * A report as a page.
     *
     * @param key under which it was told of; nobody can guess it
     * @return null where there is none
     */
    @Nullable
    String report(String key);
}
