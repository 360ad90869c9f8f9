package io.trackmc.keys.transport.bundle;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import io.trackmc.keys.transport.file.NearestMatch;
import java.net.InetAddress;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Values of a configuration by dotted key, each read as its type wants it. Goes on after a fault, so that all are found: a value
 * that is missing or wrong is noted, and the caller gets one of the right type that means nothing.
 */
final class ConfValues {

    /** Beginning of the origin of a value that stands on the command line. */
    static final String OVERRIDE = "-D";

    private static final Pattern RATE = Pattern.compile("(\\d+(?:\\.\\d+)?) ?([kmg])(?:bit)?(?:/s)?");

    private final String file;
    private final String prefix;
    private final Config config;
    private final List<String> faults;
    private final Map<String, ConfigValue> values = new TreeMap<>();

    /**
     * @param prefix goes before keys in messages
     * @param faults where they are noted
     */
    ConfValues(String file, String prefix, Config config, List<String> faults) {
        this.file = file;
        this.prefix = prefix;
        this.config = config;
        this.faults = faults;
        config.entrySet().forEach(entry -> values.put(entry.getKey(), entry.getValue()));
    }

    boolean has(String key) {
        return values.containsKey(key);
    }

    String text(String key, Pattern form, String allowed) {
        return read(key, "", allowed, value -> {
            String text = String.valueOf(value.unwrapped());
            return value.valueType() == ConfigValueType.STRING && form.matcher(text).matches() ? text : null;
        });
    }

    /** One of several texts. */
    String choice(String key, Collection<String> allowed) {
        return read(key, "", String.join(", ", allowed), value -> {
            String text = String.valueOf(value.unwrapped());
            return allowed.contains(text) ? text : null;
        });
    }

    long integer(String key, long least, long most) {
        return read(key, least, "a whole number from " + least + " to " + most, value -> {
            Object found = value.unwrapped();
            boolean whole = found instanceof Integer || found instanceof Long;
            long number = whole ? ((Number) found).longValue() : 0;
            return whole && number >= least && number <= most ? number : null;
        });
    }

    /** A size: a number of bytes, or a text with a unit. */
    long bytes(String key, long least, long most) {
        return read(key, least, "a size from " + least + " to " + most + " bytes, such as 4MiB", value -> {
            long found = config.getBytes(key);
            return found >= least && found <= most ? found : null;
        });
    }

    /** A time in nanoseconds, of at most an hour. */
    long nanos(String key) {
        return read(key, 1L, "a time from 1us to 1h with its unit, such as 50ms", value -> {
            long found = config.getDuration(key).toNanos();
            boolean hasUnit = value.valueType() == ConfigValueType.STRING;
            return hasUnit && found >= 1_000 && found <= 3_600_000_000_000L ? found : null;
        });
    }

    /** A rate in bytes per second. */
    long rate(String key) {
        return read(key, 0L, "0 for no limit, a number of bytes/s, or bits/s with a unit, such as 200m", value -> {
            if (value.unwrapped() instanceof Integer || value.unwrapped() instanceof Long) {
                long found = ((Number) value.unwrapped()).longValue();
                return found >= 0 ? found : null;
            }
            var match = RATE.matcher(String.valueOf(value.unwrapped()));
            return match.matches() ? bytesPerSecond(match.group(1), match.group(2)) : null;
        });
    }

    InetAddress multicast(String key) {
        String allowed = "a multicast address, 224.0.0.0 to 239.255.255.255 or ff00::/8";
        return read(key, InetAddress.getLoopbackAddress(), allowed, value -> {
            InetAddress found = InetAddress.ofLiteral(String.valueOf(value.unwrapped()));
            return found.isMulticastAddress() ? found : null;
        });
    }

    /** Values in each object of a list; nothing when the key is absent. */
    List<ConfValues> objects(String key) {
        if (!has(key)) {
            return List.of();
        }
        return read(key, List.<ConfValues>of(), "a list of objects [ { .. } ]", value -> {
            List<? extends Config> items = config.getConfigList(key);
            return java.util.stream.IntStream.range(0, items.size())
                    .mapToObj(i -> new ConfValues(file, prefix + key + "[" + i + "].", items.get(i), faults))
                    .toList();
        });
    }

    /** Texts below a key, by the last part of theirs. */
    Map<String, String> textsBelow(String key) {
        Map<String, String> texts = new TreeMap<>();
        values.forEach((path, value) -> {
            List<String> parts = ConfigUtil.splitPath(path);
            if (parts.size() == 2 && parts.getFirst().equals(key)) {
                texts.put(parts.getLast(), String.valueOf(value.unwrapped()));
            }
        });
        return texts;
    }

    /** Notes every key that is not among those that are known, nor directly below {@code tableKey}. */
    void refuseUnknown(Collection<String> known, @Nullable String tableKey) {
        values.forEach((path, value) -> {
            boolean inTable = tableKey != null && ConfigUtil.splitPath(path).getFirst().equals(tableKey);
            if (!known.contains(path) && !inTable) {
                String nearest = NearestMatch.of(path, known);
                String hint = nearest == null
                        ? "allowed: " + String.join(", ", known)
                        : "nearest is \"" + prefix + nearest + "\"";
                note(value, "unknown key \"" + prefix + path + "\", " + hint);
            }
        });
    }

    /** Notes that a value, which has the right type, cannot stand. */
    void refuse(String key, String allowed) {
        ConfigValue value = values.get(key);
        note(value, "key \"" + prefix + key + "\": found " + (value == null ? "nothing" : describe(value))
                + ", allowed: " + allowed);
    }

    private <T> T read(String key, T otherwise, String allowed, Function<ConfigValue, @Nullable T> convert) {
        ConfigValue value = values.get(key);
        if (value == null) {
            note(null, "key \"" + prefix + key + "\" is missing, allowed: " + allowed);
            return otherwise;
        }
        T result;
        try {
            result = convert.apply(value);
        } catch (ConfigException | IllegalArgumentException | ArithmeticException _) {
            result = null;
        }
        if (result == null) {
            refuse(key, allowed);
            return otherwise;
        }
        return result;
    }

    private void note(@Nullable ConfigValue at, String message) {
        faults.add(where(at) + ": " + message.replaceAll("\\p{Cntrl}", "?"));
    }

    private String where(@Nullable ConfigValue at) {
        if (at == null) {
            return file;
        }
        String origin = at.origin().description();
        int line = at.origin().lineNumber();
        return origin.startsWith(OVERRIDE) ? origin : file + (line > 0 ? ":" + line : "");
    }

    private static String describe(ConfigValue value) {
        String text = String.valueOf(value.unwrapped());
        String shortened = text.length() > 60 ? text.substring(0, 60) + ".." : text;
        return value.valueType() == ConfigValueType.STRING ? "\"" + shortened + "\"" : shortened;
    }

    private static long bytesPerSecond(String number, String unit) {
        double factor = switch (unit) {
            case "k" -> 1e3;
            case "m" -> 1e6;
            default -> 1e9;
        };
        return Math.max(1, Math.round(Double.parseDouble(number) * factor / Byte.SIZE));
    }
}
