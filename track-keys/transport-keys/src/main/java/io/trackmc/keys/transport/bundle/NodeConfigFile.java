package io.trackmc.keys.transport.bundle;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import io.trackmc.keys.transport.file.HoconText;
import io.trackmc.keys.transport.file.SecureFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Reads a {@link NodeConfig} from HOCON with the keys of {@link NodeConfKeys}. Strict: every key is known, every value of its
 * type and in its range; and all faults are told at once.
 */
public final class NodeConfigFile {

    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,18}");

    private NodeConfigFile() {}

    /** Reads a file. */
    public static NodeConfig read(Path file) {
        return read(file, Map.of());
    }

    /**
     * Reads a file.
     *
     * @param overrides keys with dots and their values, which come before those of the file: the {@code -Dkey=value} of a command line
     * @throws NodeConfigException with every fault that was found
     */
    public static NodeConfig read(Path file, Map<String, String> overrides) {
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            throw new NodeConfigException(List.of(file + ": cannot be read: " + SecureFiles.reason(e)));
        }
        return parse(file, text, overrides);
    }

    /** Reads what stands in a file of that name. */
    static NodeConfig parse(Path file, String text, Map<String, String> overrides) {
        List<String> faults = new ArrayList<>();
        Config config = overridden(
                HoconText.parse(file.toString(), text, line -> new NodeConfigException(List.of(line))), overrides,
                faults);
        ConfValues values = new ConfValues(file.toString(), "", config, faults);
        NodeConfig result = new NodeConfReader(file, values, faults).read();
        if (!faults.isEmpty()) {
            throw new NodeConfigException(faults);
        }
        return result;
    }

    private static Config overridden(Config config, Map<String, String> overrides, List<String> faults) {
        Config result = config;
        for (Map.Entry<String, String> override : overrides.entrySet()) {
            try {
                result = result.withValue(override.getKey(), value(override.getKey(), override.getValue()));
            } catch (ConfigException e) {
                faults.add(ConfValues.OVERRIDE + override.getKey() + "=" + override.getValue()
                        + ": not a key with a value, allowed: " + NodeConfKeys.NET_TTL + "=4 and the like");
            }
        }
        return result;
    }

    /** Numbers and lists as HOCON reads them; everything else is text, whatever characters it has. */
    private static ConfigValue value(String key, String text) {
        String origin = ConfValues.OVERRIDE + key;
        if (NUMBER.matcher(text).matches()) {
            return ConfigValueFactory.fromAnyRef(Long.parseLong(text), origin);
        }
        if (text.startsWith("[") && text.contains("{")) {
            return ConfigFactory.parseString("list = " + text).getValue("list").withOrigin(
                    com.typesafe.config.ConfigOriginFactory.newSimple(origin));
        }
        return ConfigValueFactory.fromAnyRef(text, origin);
    }
}
