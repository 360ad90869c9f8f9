package io.trackmc.keys.transport.conf;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a node or authority goes by: each key that its file may have, with its value and where that comes from. Holds no secret, because configurations
 * name files with secrets and do not have them.
 *
 * @param values in the order of the catalogue
 */
public record EffectiveConfig(List<Value> values) {

    /** Keeps a copy of the list. */
    public EffectiveConfig {
        values = List.copyOf(values);
    }

    /**
     * The value of one key.
     *
     * @param entry of the key
     * @param text as a file would have it; null where there is none, and no default
     * @param origin file and line, or the option of the command line; null where the file has it not
     */
    public record Value(KeyEntry<?> entry, @Nullable String text, @Nullable String origin) {

        /** What people are shown: the value, or what comes of there being none. */
        public String shown() {
            return text == null ? entry.defaultText() : text;
        }
    }

    /** Of a file without faults. */
    public static EffectiveConfig of(ConfValues in, Catalogue catalogue, String role) {
        return new EffectiveConfig(catalogue.entries(role).map(entry -> value(in, entry)).toList());
    }

    private static <T> Value value(ConfValues in, KeyEntry<T> entry) {
        if (entry.form() instanceof TableForm form) {
            Map<String, String> rows = in.rows(entry.name());
            return rows.isEmpty() ? new Value(entry, null, null) : new Value(entry, form.text(rows), in.file());
        }
        String origin = in.origin(entry);
        boolean isThere = origin != null || !(entry.absence() instanceof Absence.Nothing<T>);
        return new Value(entry, isThere ? entry.form().text(in.get(entry)) : null, origin);
    }

    /** Keys whose values differ between this and another, each with the value that the other has. */
    public List<Change> changesTo(EffectiveConfig other) {
        List<Change> changes = new ArrayList<>();
        for (Value now : other.values) {
            Value before = value(now.entry().name());
            if (!now.shown().equals(before == null ? "" : before.shown())) {
                changes.add(new Change(now.entry(), before == null ? "nothing" : before.shown(), now.shown()));
            }
        }
        return changes;
    }

    /** What somebody has chosen: what is not the default. Without keys that must be there, names of files, and tables. */
    public List<Value> chosen() {
        return values.stream()
                .filter(value -> value.origin() != null && !value.entry().isNeeded()
                        && !(value.entry().form() instanceof FileForm)
                        && !(value.entry().form() instanceof TableForm)
                        && !value.shown().equals(value.entry().defaultText()))
                .toList();
    }

    private @Nullable Value value(String key) {
        return values.stream().filter(value -> value.entry().name().equals(key)).findFirst().orElse(null);
    }

    /**
     * A key with another value.
     *
     * @param entry of the key
     * @param before what it was, for people
     * @param after what it is, for people
     */
    public record Change(KeyEntry<?> entry, String before, String after) {

        /** In one line: {@code rate.repair: 0 -> 200m}. */
        @Override
        public String toString() {
            return entry.name() + ": " + before + " -> " + after;
        }
    }
}
