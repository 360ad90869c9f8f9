package io.trackmc.keys.transport.conf;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import io.trackmc.keys.transport.file.NearestMatch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Values of a configuration by the entries of its catalogue. Goes on after a fault, so that all are found: a value that is missing or
 * wrong is noted, and the caller gets one of the right type that means nothing. Not thread-safe.
 */
public final class ConfValues {

    private static final int LONGEST_SHOWN = 60;

    private final Path file;
    private final String prefix;
    private final List<String> faults;
    private final List<String> warnings = new ArrayList<>();
    private final Map<String, ConfigValue> values = new TreeMap<>();

    /**
     * All values of a file.
     *
     * @param faults where they are noted, each once
     */
    public ConfValues(Path file, Config config, List<String> faults) {
        this(file, "", config, faults);
    }

    private ConfValues(Path file, String prefix, Config config, List<String> faults) {
        this.file = file;
        this.prefix = prefix;
        this.faults = faults;
        config.entrySet().forEach(entry -> values.put(entry.getKey(), entry.getValue()));
    }

    /** Whether the key stands there. */
    public boolean has(KeyEntry<?> entry) {
        return values.containsKey(entry.name());
    }

    /** The value, or what the entry has in its place. Of one that may be absent without a default: where it must not be here. */
    public <T> T get(KeyEntry<T> entry) {
        ConfigValue value = values.get(entry.name());
        if (value != null) {
            return read(entry, value);
        }
        return switch (entry.absence()) {
            case Absence.Default<T> byDefault -> byDefault.value();
            case Absence.Derived<T> derived -> derived.derive().apply(this);
            case Absence.Needed<T> _ -> missing(entry);
            case Absence.Nothing<T> _ -> missing(entry);
        };
    }

    /** The value, or null where it does not stand there. */
    public <T> @Nullable T find(KeyEntry<T> entry) {
        ConfigValue value = values.get(entry.name());
        return value == null ? null : read(entry, value);
    }

    /** A number whose range is one of an int, or of an unsigned one. */
    public int integer(KeyEntry<Long> entry) {
        return get(entry).intValue();
    }

    /** A file or directory by its name, absolute. */
    public Path path(KeyEntry<String> entry) {
        return FileForm.beside(file, get(entry));
    }

    /** The same, or null where it is not named. */
    public @Nullable Path findPath(KeyEntry<String> entry) {
        String name = find(entry);
        return name == null ? null : FileForm.beside(file, name);
    }

    /** Values in each object of a list. */
    public List<ConfValues> objects(KeyEntry<List<Config>> entry) {
        if (!(entry.form() instanceof ObjectsForm form)) {
            throw new IllegalArgumentException(entry.name() + " is no list of objects");
        }
        int before = faults.size();
        List<Config> items = has(entry) ? get(entry) : List.of();
        boolean isWrong = faults.size() > before;
        if (!isWrong && (items.size() < form.least() || items.size() > form.most())) {
            refuse(entry, form.counts());
        }
        List<ConfValues> objects = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            objects.add(new ConfValues(file, prefix + entry.name() + "[" + i + "].", items.get(i), faults));
        }
        return objects;
    }

    /** Rows of a table by the last part of their key. */
    public Map<String, String> table(KeyEntry<Map<String, String>> entry) {
        if (!(entry.form() instanceof TableForm form)) {
            throw new IllegalArgumentException(entry.name() + " is no table");
        }
        Map<String, String> rows = rows(entry.name());
        rows.entrySet().removeIf(row -> {
            boolean isWrong = !form.isRow().test(row.getKey(), row.getValue());
            if (isWrong) {
                String key = ConfigUtil.joinPath(entry.name(), row.getKey());
                refuse(entry.name() + ".\"" + row.getKey() + "\"", values.get(key), form.row());
            }
            return isWrong;
        });
        return rows;
    }

    /** Texts directly below a key, right or wrong, by the last part of theirs. */
    Map<String, String> rows(String table) {
        Map<String, String> rows = new TreeMap<>();
        values.forEach((path, value) -> {
            List<String> parts = ConfigUtil.splitPath(path);
            if (parts.size() == 2 && parts.getFirst().equals(table)) {
                rows.put(parts.getLast(), String.valueOf(value.unwrapped()));
            }
        });
        return rows;
    }

    /** Name of the file. */
    String file() {
        return file.toString();
    }

    /** Notes every key that the catalogue does not have, or not for files of that role. */
    public void refuseUnknown(Catalogue catalogue, String role) {
        List<String> known = catalogue.entries(role).filter(entry -> !(entry.form() instanceof TableForm))
                .<String>map(KeyEntry::name).toList();
        values.forEach((path, value) -> {
            if (!known.contains(path) && !isRow(catalogue, path)) {
                note(value, "unknown key \"" + prefix + path + "\"" + hint(catalogue, known, path, role));
            }
        });
    }

    private static boolean isRow(Catalogue catalogue, String path) {
        KeyEntry<?> table = catalogue.entry(ConfigUtil.splitPath(path).getFirst());
        return table != null && table.form() instanceof TableForm;
    }

    private String hint(Catalogue catalogue, List<String> known, String path, String role) {
        KeyEntry<?> entry = catalogue.entry(path);
        if (entry != null) {
            return " for the role " + role + ", it is one of " + String.join(" and ", catalogue.rolesOf(entry));
        }
        String nearest = NearestMatch.of(path, known);
        return nearest == null ? ", allowed: " + String.join(", ", known)
                : ", nearest is \"" + prefix + nearest + "\"";
    }

    /** Notes that a value, which has the right form, cannot stand; or that one is missing here. */
    public void refuse(KeyEntry<?> entry, String allowed) {
        refuse(entry.name(), values.get(entry.name()), allowed);
    }

    /** Notes that a value works and is hardly meant. */
    public void warn(KeyEntry<?> entry, String why) {
        ConfigValue value = values.get(entry.name());
        warnings.add(where(value) + ": key \"" + prefix + entry.name() + "\": "
                + (value == null ? "default " + entry.defaultText() : "found " + describe(value)) + ", which " + why);
    }

    /** What {@link #warn} was told, in order. */
    public List<String> warnings() {
        return List.copyOf(warnings);
    }

    /** Where the value comes from: file and line, or the option of the command line; null where it is absent. */
    public @Nullable String origin(KeyEntry<?> entry) {
        ConfigValue value = values.get(entry.name());
        return value == null ? null : where(value);
    }

    /** Whether nothing has been noted so far. */
    public boolean isRight() {
        return faults.isEmpty();
    }

    private <T> T missing(KeyEntry<T> entry) {
        note(null, "key \"" + prefix + entry.name() + "\" is missing, allowed: " + entry.form().allowed());
        return entry.form().placeholder();
    }

    private <T> T read(KeyEntry<T> entry, ConfigValue value) {
        T result;
        try {
            result = entry.form().read(value);
        } catch (ConfigException | IllegalArgumentException | ArithmeticException _) {
            result = null;
        }
        if (result == null) {
            refuse(entry, entry.form().allowed());
            return entry.form().placeholder();
        }
        return result;
    }

    private void refuse(String key, @Nullable ConfigValue value, String allowed) {
        note(value, "key \"" + prefix + key + "\": found " + (value == null ? "nothing" : describe(value))
                + ", allowed: " + allowed);
    }

    private void note(@Nullable ConfigValue at, String message) {
        String line = where(at) + ": " + message.replaceAll("\\p{Cntrl}", "?");
        if (!faults.contains(line)) {
            faults.add(line);
        }
    }

    private String where(@Nullable ConfigValue at) {
        if (at == null) {
            return file.toString();
        }
        String origin = at.origin().description();
        int line = at.origin().lineNumber();
        return ConfText.isGivenBesides(origin) ? origin : file + (line > 0 ? ":" + line : "");
    }

    private static String describe(ConfigValue value) {
        String text = String.valueOf(value.unwrapped());
        String shortened = text.length() > LONGEST_SHOWN ? text.substring(0, LONGEST_SHOWN) + ".." : text;
        return value.valueType() == ConfigValueType.STRING ? "\"" + shortened + "\"" : shortened;
    }
}
