package io.trackmc.cli.console;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the terminal behind standard output and standard error.
 *
 * @param live whether lines can be redrawn in place on it
 * @param colour whether colours are wanted
 * @param unicode whether it shows box and block characters
 * @param columns width in characters
 * @param rows height in lines
 */
public record Terminal(boolean live, boolean colour, boolean unicode, int columns, int rows) {

    /** Nothing but plain lines: a file or a pipe. */
    public static final Terminal NONE = new Terminal(false, false, false, 80, 24);

    /** Width of what is no terminal: nothing needs to be cut there. */
    private static final int UNLIMITED = 10_000;

    private static final int LEAST = 10;
    private static final int MOST = 400;

    /**
     * The terminal behind one stream. Java cannot tell whether standard error is one, so the launcher does, in the properties
     * {@code track.terminal.out}, {@code track.terminal.err}, {@code track.terminal.columns} and {@code track.terminal.rows}.
     *
     * @param stream "out" or "err"
     * @param properties of the system
     * @param environment {@code NO_COLOR} (no-color.org) and {@code TERM} are honoured
     */
    public static Terminal of(String stream, Map<?, ?> properties, Map<String, String> environment) {
        boolean live = "true".equals(properties.get("track.terminal." + stream));
        boolean able = live && !environment.getOrDefault("TERM", "dumb").equals("dumb");
        boolean colour = able && environment.getOrDefault("NO_COLOR", "").isEmpty();
        boolean unicode = "UTF-8".equalsIgnoreCase(String.valueOf(properties.get("std" + stream + ".encoding")));
        return new Terminal(able, colour, unicode, size(properties.get("track.terminal.columns"), NONE.columns),
                size(properties.get("track.terminal.rows"), NONE.rows));
    }

    /** Characters that a line of a picture or table may have. */
    public int pictureColumns() {
        return live ? columns : UNLIMITED;
    }

    private static int size(@Nullable Object property, int otherwise) {
        try {
            int size = Integer.parseInt(String.valueOf(property));
            return size <= 0 ? otherwise : Math.clamp(size, LEAST, MOST);
        } catch (NumberFormatException _) {
            return otherwise;
        }
    }
}
