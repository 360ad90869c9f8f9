package io.trackmc.cli.drill;

import io.trackmc.cli.task.TaskException;
import io.trackmc.keys.transport.file.NearestMatch;
import io.trackmc.sim.drill.Drill;
import io.trackmc.sim.drill.DrillFile;
import io.trackmc.sim.drill.DrillLibrary;
import java.nio.file.Files;
import java.nio.file.Path;

/** Finds the drill that somebody names. */
public final class DrillChoice {

    private DrillChoice() {}

    /**
     * One of the library, or one in a file.
     *
     * @throws TaskException when there is none
     */
    public static Drill find(String text) {
        if (DrillLibrary.NAMES.contains(text)) {
            return DrillLibrary.get(text);
        }
        Path file = Path.of(text);
        if (text.contains("/") || text.contains(".") || Files.exists(file)) {
            return DrillFile.read(file);
        }
        String nearest = NearestMatch.of(text, DrillLibrary.NAMES);
        throw TaskException.usage("no drill '" + text + "'" + (nearest == null ? "" : "; nearest: " + nearest)
                + " ('track drill list' lists them all, and a file can be named)");
    }
}
