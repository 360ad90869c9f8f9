package io.trackmc.cli.picture;

import io.trackmc.cli.console.Terminal;
import java.util.ArrayList;
import java.util.List;

/**
 * Redraws lines in place, as the text to be written: up to where the last picture began, then each line anew. Keeps to the height
 * of the terminal, above which a picture cannot be redrawn. One thread.
 */
public final class LivePicture {

    private static final String ESCAPE = "\u001b[";
    private static final String ERASE_LINE = ESCAPE + "2K";
    private static final String ERASE_BELOW = ESCAPE + "J";

    private final Terminal terminal;
    private int drawnLines;

    /** For a terminal that can redraw. */
    public LivePicture(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Text that replaces the last picture by this one. */
    public String redraw(List<String> lines) {
        List<String> shown = fit(lines);
        StringBuilder text = new StringBuilder(backToTop());
        shown.forEach(line -> text.append(ERASE_LINE).append(line).append('\n'));
        drawnLines = shown.size();
        return text.append(ERASE_BELOW).toString();
    }

    /** Text that takes the last picture away. */
    public String clear() {
        String text = drawnLines == 0 ? "" : backToTop() + ERASE_BELOW;
        drawnLines = 0;
        return text;
    }

    private String backToTop() {
        return drawnLines == 0 ? "" : ESCAPE + drawnLines + "A";
    }

    private List<String> fit(List<String> lines) {
        int most = Math.max(1, terminal.rows() - 1);
        if (lines.size() <= most) {
            return lines;
        }
        List<String> fitting = new ArrayList<>(lines.subList(0, most - 1));
        fitting.add("and " + (lines.size() - most + 1) + " lines more");
        return fitting;
    }
}
