package io.trackmc.cli.fileset;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Rules for the name of a file or directory in a set: components with a slash between them, below a directory of the receiver. What a sender says is nothing to trust, so each
 * component is looked at, and a name is taken as it is or refused, never mended: a mended one could be that of another file.
 */
public final class EntryName {

    /** Longest name, in bytes of UTF-8. */
    public static final int MAX_BYTES = 1024;

    /** Longest component, in bytes of UTF-8: what file systems take. */
    static final int MAX_COMPONENT_BYTES = 255;

    /** Most components. */
    static final int MAX_DEPTH = 64;

    private static final char SEPARATOR = '/';
    private static final Set<String> WINDOWS_DEVICES = Set.of("con", "prn", "aux", "nul", "com0", "com1", "com2",
            "com3",
            "com4", "com5", "com6", "com7", "com8", "com9", "lpt0", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6",
            "lpt7", "lpt8", "lpt9");
    private static final String WINDOWS_FORBIDDEN = "<>:\"|?*";

    private EntryName() {}

    /** Its components. */
    static List<String> components(String name) {
        return List.of(name.split("/", -1));
    }

    /** Text of a name, or null when the bytes are no UTF-8. */
    static @Nullable String decode(ByteBuffer bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    /**
     * Why a name is refused.
     *
     * @param windows whether the rules of Windows count too
     * @return words to be put behind the name, or null when it may be
     */
    public static @Nullable String fault(String name, boolean windows) {
        if (name.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            return "is longer than " + MAX_BYTES + " bytes";
        }
        List<String> components = components(name);
        if (components.size() > MAX_DEPTH) {
            return "has more than " + MAX_DEPTH + " parts";
        }
        String first = components.getFirst();
        if (!first.isEmpty() && ".-~".indexOf(first.charAt(0)) >= 0 && !isDots(first)) {
            return "begins with " + first.charAt(0) + ", which is not taken right below a receiver's directory";
        }
        return components.stream().map(component -> componentFault(component, windows)).filter(fault -> fault != null)
                .findFirst().orElse(null);
    }

    private static boolean isDots(String component) {
        return component.equals(".") || component.equals("..");
    }

    private static @Nullable String componentFault(String component, boolean windows) {
        if (component.isEmpty()) {
            return "has an empty part";
        }
        if (isDots(component)) {
            return "has the part " + component;
        }
        if (component.getBytes(StandardCharsets.UTF_8).length > MAX_COMPONENT_BYTES) {
            return "has a part of more than " + MAX_COMPONENT_BYTES + " bytes";
        }
        if (component.indexOf('\\') >= 0) {
            return "has a backslash, which separates parts elsewhere";
        }
        if (component.codePoints().anyMatch(EntryName::misleads)) {
            return "has a control character";
        }
        return windows ? windowsFault(component) : null;
    }

    /** What a terminal obeys instead of showing it, or what stands for nothing. */
    private static boolean misleads(int c) {
        int type = Character.getType(c);
        boolean turnsText = c == 0x061C || (c >= 0x200E && c <= 0x200F) || (c >= 0x202A && c <= 0x202E)
                || (c >= 0x2066 && c <= 0x2069);
        return Character.isISOControl(c) || turnsText || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR || type == Character.SURROGATE;
    }

    private static @Nullable String windowsFault(String component) {
        int dot = component.indexOf('.');
        String stem = (dot < 0 ? component : component.substring(0, dot)).strip().toLowerCase(Locale.ROOT);
        if (WINDOWS_DEVICES.contains(stem)) {
            return "is the name of a device";
        }
        if (component.endsWith(".") || component.endsWith(" ")) {
            return "has a part that ends with a dot or a space";
        }
        return component.chars().anyMatch(c -> WINDOWS_FORBIDDEN.indexOf(c) >= 0)
                ? "has one of the characters " + WINDOWS_FORBIDDEN : null;
    }

    /** Names of the directories that a name lies in, outermost first, joined by slashes. */
    static List<String> parents(String name) {
        List<String> parents = new ArrayList<>();
        for (int at = name.indexOf(SEPARATOR); at >= 0; at = name.indexOf(SEPARATOR, at + 1)) {
            parents.add(name.substring(0, at));
        }
        return parents;
    }

    /** For people: nothing in it that a terminal would obey, and not too long. */
    static String shown(String name) {
        StringBuilder shown = new StringBuilder();
        name.codePoints().limit(200).forEach(c -> shown.appendCodePoint(misleads(c) ? '?' : c));
        return shown.toString();
    }
}
