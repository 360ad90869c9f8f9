package io.trackmc.keys.transport.conf;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigOriginFactory;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import io.trackmc.keys.transport.file.HoconText;
import io.trackmc.keys.transport.file.KeyFileException;
import io.trackmc.keys.transport.file.SecureFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The text of a configuration file, with what is given besides: the {@code -Dkey=value} of a command line comes before the file. */
public final class ConfText {

    private static final String OPTION = "-D";
    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,18}");

    private ConfText() {}

    /**
     * The text of a file.
     *
     * @throws KeyFileException when there is none
     */
    public static String of(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new KeyFileException(file + ": cannot be read: " + SecureFiles.reason(e), e);
        }
    }

    /**
     * What a text says, and what is given besides.
     *
     * @param overrides keys with dots and their values
     * @param faults where it is noted that one of {@code overrides} is none
     * @throws KeyFileException when the text is no HOCON
     */
    public static Config parse(Path file, String text, Map<String, String> overrides, List<String> faults) {
        Config result = HoconText.parse(file.toString(), text, KeyFileException::new);
        for (Map.Entry<String, String> override : overrides.entrySet()) {
            try {
                result = result.withValue(override.getKey(), value(override.getKey(), override.getValue()));
            } catch (ConfigException e) {
                faults.add(OPTION + override.getKey() + "=" + override.getValue()
                        + ": not a key with a value, allowed: net.ttl=4 and the like");
            }
        }
        return result;
    }

    /** Whether something with that origin does not stand in the file. */
    static boolean isGivenBesides(String origin) {
        return origin.startsWith(OPTION);
    }

    /** Numbers and lists as HOCON reads them; everything else is text, whatever characters it has. */
    private static ConfigValue value(String key, String text) {
        String origin = OPTION + key;
        if (NUMBER.matcher(text).matches()) {
            return ConfigValueFactory.fromAnyRef(Long.parseLong(text), origin);
        }
        if (text.startsWith("[") && text.contains("{")) {
            return ConfigFactory.parseString("list = " + text).getValue("list")
                    .withOrigin(ConfigOriginFactory.newSimple(origin));
        }
        return ConfigValueFactory.fromAnyRef(text, origin);
    }
}
