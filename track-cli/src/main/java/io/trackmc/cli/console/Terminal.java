package io.trackmc.cli.console;

import java.util.Map;

/**
 * What is known of the terminal behind standard output and standard error.
 *
 * @param live whether lines can be redrawn in place on it
 * @param colour whether colours are wanted
 * @param unicode whether it shows box and block characters
 * @param columns width in characters
 */
public record Terminal(boolean live, boolean colour, boolean unicode, int columns) {

    /** Nothing but plain lines: a file or a pipe. */
    public static final Terminal NONE = new Terminal(false, false, false, 80);

    private static final int MIN_COLUMNS = 20;
    private static final int MAX_COLUMNS = 400;

    /**
     * The terminal behind one stream. Java cannot tell whether standard error is one, so the launcher does, in the properties
     * {@code track.terminal.out}, {@code track.terminal.err} and {@code track.terminal.columns}.
     *
     * @param stream "out" or "err"
     * @param properties of the system
     * @param environment {@code NO_COLOR} (no-color.org) and {@code TERM} are honoured
     */
    public static Terminal of(String stream, Map<?, ?> properties, Map<String, String> environment) {
        boolean live = "true".equals(properties.get("track.terminal." + stream));
        boolean able = live && !environment.getOrDefault("TERM", "dumb").equals("dumb");
        boolean colour = able && environment.getOrDefault("NO_COLOR", "").isEmpty();
        boolean unicode = String.valueOf(properties.get("std" + stream + ".encoding")).equalsIgnoreCase("UTF-8")
                || String.valueOf(properties.get("stdout.encoding")).equalsIgnoreCase("UTF-8");
        return new Terminal(able, colour, unicode, columns(properties.get("track.terminal.columns")));
    }

    private static int columns(Object property) {
        try {
            int columns = Integer.parseInt(String.valueOf(property));
            return columns <= 0 ? NONE.columns : Math.clamp(columns, MIN_COLUMNS, MAX_COLUMNS);
        } catch (NumberFormatException _) {
            return NONE.columns;
        }
    }
}
