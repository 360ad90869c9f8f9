package io.trackmc.cli.file;

import java.nio.charset.StandardCharsets;

/** Makes a name that came from the network safe to be the name of a file in a directory of ours. */
final class SafeName {

    /** Name of a file whose announced name has nothing in it that could stay. */
    static final String FALLBACK = "received";

    /** Leaves room for what temporary names add. */
    private static final int MAX_BYTES = 200;

    private SafeName() {}

    /**
     * The last part of {@code announced} without control characters, not hidden, not like an option, and not too long.
     */
    static String of(String announced) {
        int cut = Math.max(announced.lastIndexOf('/'), announced.lastIndexOf('\\'));
        StringBuilder name = new StringBuilder();
        int bytes = 0;
        for (int c : announced.substring(cut + 1).codePoints().toArray()) {
            int kept = isHarmless(c, name.isEmpty()) ? c : '_';
            bytes += Character.toString(kept).getBytes(StandardCharsets.UTF_8).length;
            if (bytes > MAX_BYTES) {
                break;
            }
            name.appendCodePoint(kept);
        }
        return name.chars().allMatch(c -> c == '_' || c == ' ') ? FALLBACK : name.toString();
    }

    private static boolean isHarmless(int c, boolean first) {
        boolean printable = !Character.isISOControl(c)
                && Character.getType(c) != Character.FORMAT
                && Character.getType(c) != Character.SURROGATE
                && Character.getType(c) != Character.UNASSIGNED
                && Character.getType(c) != Character.LINE_SEPARATOR
                && Character.getType(c) != Character.PARAGRAPH_SEPARATOR;
        return printable && "<>:\"|?*".indexOf(c) < 0 && !(first && (c == '.' || c == '-' || c == '~'));
    }
}
