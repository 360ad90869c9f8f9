package io.trackmc.keys.transport.file;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An object of a JSON or HOCON file from which every key is read exactly as its type wants it, and in which no other key may stand.
 *
 * <p>Read all keys, optional ones too, and then call {@link #end}. Each fault is thrown as one line that names file, line, key,
 * what was found and what is allowed. What stands where a secret should be is never repeated.
 */
public final class StrictObject {

    private static final long MAX_NODE_ID = 0xFFFF_FFFFL;
    private static final Pattern HEX = Pattern.compile("[0-9a-f]+");

    private final String file;
    private final String path;
    private final ConfigObject object;
    private final Function<String, ? extends KeyFileException> fault;
    private final Set<String> known = new TreeSet<>();

    /**
     * The outermost object of a file.
     *
     * @param fault makes the exception from the line
     */
    public StrictObject(String file, ConfigObject object, Function<String, ? extends KeyFileException> fault) {
        this(file, "", object, fault);
    }

    private StrictObject(
            String file, String path, ConfigObject object, Function<String, ? extends KeyFileException> fault) {
        this.file = file;
        this.path = path;
        this.object = object;
        this.fault = fault;
    }

    /** All keys in the order in which they stand in the file. */
    public List<String> keys() {
        return object.entrySet().stream()
                .sorted(Comparator
                        .comparingInt((Map.Entry<String, ConfigValue> e) -> e.getValue().origin().lineNumber())
                        .thenComparing(Map.Entry::getKey))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Whether the key is there. */
    public boolean has(String key) {
        known.add(key);
        return object.containsKey(key);
    }

    /** A text. */
    public String string(String key) {
        return (String) typed(key, ConfigValueType.STRING, "a text").unwrapped();
    }

    /** A text of the given form. */
    public String string(String key, Pattern form, String allowed) {
        String found = (String) typed(key, ConfigValueType.STRING, allowed).unwrapped();
        if (!form.matcher(found).matches()) {
            throw wrong(key, quoted(found), allowed);
        }
        return found;
    }

    /** A whole number in a range. */
    public long integer(String key, long min, long max) {
        String allowed = "a whole number from " + min + " to " + max;
        Object found = typed(key, ConfigValueType.NUMBER, allowed).unwrapped();
        boolean whole = found instanceof Integer || found instanceof Long;
        long value = whole ? ((Number) found).longValue() : 0;
        if (!whole || value < min || value > max) {
            throw wrong(key, String.valueOf(found), allowed);
        }
        return value;
    }

    /** A node id: 1 to 2^32 − 1. */
    public int nodeId(String key) {
        return (int) integer(key, 1, MAX_NODE_ID);
    }

    /** Hexadecimal digits, as many as given. */
    public long hex(String key, int digits) {
        String allowed = "a text of " + digits + " lower-case hexadecimal digits";
        String found = (String) typed(key, ConfigValueType.STRING, allowed).unwrapped();
        if (found.length() != digits || !HEX.matcher(found).matches()) {
            throw wrong(key, quoted(found), allowed);
        }
        return Long.parseUnsignedLong(found, 16);
    }

    /** true or false. */
    public boolean bool(String key) {
        return (Boolean) typed(key, ConfigValueType.BOOLEAN, "true or false").unwrapped();
    }

    /** The constant whose name, as {@code nameOf} gives it, stands there. */
    public <E extends Enum<E>> E oneOf(String key, Class<E> type, Function<E, String> nameOf) {
        E[] constants = type.getEnumConstants();
        List<String> names = Arrays.stream(constants).map(nameOf).toList();
        String allowed = String.join(", ", names);
        String found = (String) typed(key, ConfigValueType.STRING, allowed).unwrapped();
        int index = names.indexOf(found);
        if (index < 0) {
            throw wrong(key, quoted(found), allowed);
        }
        return constants[index];
    }

    /** Secret bytes in base64. The caller erases them. */
    public byte[] secret(String key, int length) {
        String allowed = "base64 of " + length + " bytes";
        String text = (String) typed(key, ConfigValueType.STRING, allowed).unwrapped();
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException _) {
            throw wrong(key, "a text that is not base64", allowed);
        }
        if (bytes.length != length) {
            throw wrong(key, "base64 of " + bytes.length + " bytes", allowed);
        }
        return bytes;
    }

    /** An object inside this one. */
    public StrictObject object(String key) {
        return inner(key, (ConfigObject) typed(key, ConfigValueType.OBJECT, "an object { .. }"));
    }

    /** An object inside this one, or null when the key is missing. */
    public @Nullable StrictObject objectIfPresent(String key) {
        return has(key) ? object(key) : null;
    }

    /** Objects in a list. */
    public List<StrictObject> objects(String key) {
        ConfigList list = (ConfigList) typed(key, ConfigValueType.LIST, "a list [ .. ]");
        List<StrictObject> result = new ArrayList<>(list.size());
        for (int i = 0; i < list.size(); i++) {
            String item = key + "[" + i + "]";
            if (!(list.get(i) instanceof ConfigObject inner)) {
                throw wrong(list.get(i), item, describe(list.get(i)), "an object { .. }");
            }
            result.add(inner(item, inner));
        }
        return result;
    }

    /** Texts in a list. */
    public List<String> strings(String key) {
        ConfigList list = (ConfigList) typed(key, ConfigValueType.LIST, "a list [ .. ]");
        List<String> result = new ArrayList<>(list.size());
        for (int i = 0; i < list.size(); i++) {
            if (!(list.get(i).unwrapped() instanceof String text)) {
                throw wrong(list.get(i), key + "[" + i + "]", describe(list.get(i)), "a text");
            }
            result.add(text);
        }
        return result;
    }

    /** Whole numbers in a list, each in a range. */
    public List<Integer> integers(String key, int min, int max) {
        return wholeNumbers(key, min, max).stream().map(Long::intValue).toList();
    }

    /** Node ids in a list. */
    public List<Integer> nodeIds(String key) {
        return wholeNumbers(key, 1, MAX_NODE_ID).stream().map(Long::intValue).toList();
    }

    private List<Long> wholeNumbers(String key, long min, long max) {
        String allowed = "a whole number from " + min + " to " + max;
        ConfigList list = (ConfigList) typed(key, ConfigValueType.LIST, "a list [ .. ] of whole numbers");
        List<Long> result = new ArrayList<>(list.size());
        for (int i = 0; i < list.size(); i++) {
            Object found = list.get(i).unwrapped();
            boolean whole = found instanceof Integer || found instanceof Long;
            long number = whole ? ((Number) found).longValue() : 0;
            if (!whole || number < min || number > max) {
                throw wrong(list.get(i), key + "[" + i + "]", describe(list.get(i)), allowed);
            }
            result.add(number);
        }
        return result;
    }

    /** Refuses every key that was not asked for. */
    public void end() {
        object.forEach((key, value) -> {
            if (!known.contains(key)) {
                String nearest = NearestMatch.of(key, known);
                String hint = nearest == null
                        ? "allowed: " + String.join(", ", known)
                        : "nearest is \"" + nearest + "\"";
                throw fault(value, "unknown key \"" + path + key + "\", " + hint);
            }
        });
    }

    /** The fault that a value is not one of those allowed, for checks that only the caller can make. */
    public KeyFileException wrong(String key, String found, String allowed) {
        ConfigValue value = object.get(key);
        return wrong(value == null ? object : value, key, found, allowed);
    }

    private StrictObject inner(String name, ConfigObject inner) {
        return new StrictObject(file, path + name + ".", inner, fault);
    }

    private ConfigValue typed(String key, ConfigValueType type, String allowed) {
        known.add(key);
        ConfigValue value = object.get(key);
        if (value == null) {
            throw fault(object, "key \"" + path + key + "\" is missing, allowed: " + allowed);
        }
        if (value.valueType() != type) {
            throw wrong(key, describe(value), allowed);
        }
        return value;
    }

    private KeyFileException wrong(ConfigValue at, String key, String found, String allowed) {
        return fault(at, "key \"" + path + key + "\": found " + found + ", allowed: " + allowed);
    }

    private KeyFileException fault(ConfigValue at, String message) {
        int line = at.origin().lineNumber();
        return fault.apply(file + (line > 0 ? ":" + line : "") + ": " + message.replaceAll("\\p{Cntrl}", "?"));
    }

    private static String describe(ConfigValue value) {
        return switch (value.valueType()) {
            case OBJECT -> "an object";
            case LIST -> "a list";
            case NUMBER -> "the number " + value.unwrapped();
            case BOOLEAN -> String.valueOf(value.unwrapped());
            case NULL -> "null";
            case STRING -> "a text";
        };
    }

    /** Quoted, and not longer than anybody wants to read. */
    private static String quoted(String text) {
        return "\"" + (text.length() > 60 ? text.substring(0, 60) + ".." : text) + "\"";
    }
}
