package io.trackmc.cli.config;

import io.trackmc.keys.transport.conf.Catalogue;
import io.trackmc.keys.transport.conf.KeyEntry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What a catalogue knows of a key, in words for people and for programs. */
final class EntryWords {

    private static final Pattern LINK = Pattern.compile("\\[[^\\]]*\\]\\(([^)]*)\\)");

    private EntryWords() {}

    /** What its value may be: {@code whole number, 0 to 255 hops}. */
    static String value(KeyEntry<?> entry) {
        String range = entry.form().range();
        String unit = entry.form().unit().isEmpty() || range.contains("iB") ? "" : " " + entry.form().unit();
        return switch (entry.form().type()) {
            case "word" -> "one of " + range;
            default -> range.isEmpty() ? entry.form().type() + unit : entry.form().type() + ", " + range + unit;
        };
    }

    /** In the files of which roles it may stand. */
    static String roles(Catalogue catalogue, KeyEntry<?> entry) {
        List<String> roles = catalogue.rolesOf(entry);
        return roles.equals(catalogue.roles()) ? "all" : String.join(", ", roles);
    }

    /** Who takes another value while it runs. */
    static String reload(Catalogue catalogue, KeyEntry<?> entry) {
        List<String> reloads = catalogue.roles().stream().filter(entry.reloads()::contains).toList();
        return reloads.isEmpty() ? "no" : String.join(", ", reloads);
    }

    /** A text without the marks of Markdown. */
    static String plainText(String text) {
        return LINK.matcher(text).replaceAll("docs/$1");
    }

    /** An object for programs. */
    static Map<String, Object> json(Catalogue catalogue, KeyEntry<?> entry) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("key", entry.name());
        json.put("file", catalogue.title());
        json.put("type", entry.form().type());
        json.put("range", entry.form().range());
        json.put("unit", entry.form().unit());
        json.put("needed", entry.isNeeded());
        json.put("default", entry.isNeeded() ? "" : entry.defaultText());
        json.put("roles", catalogue.rolesOf(entry));
        json.put("reloads", catalogue.roles().stream().filter(entry.reloads()::contains).toList());
        json.put("purpose", plainText(entry.purpose()));
        json.put("advice", plainText(entry.advice()));
        return json;
    }
}
