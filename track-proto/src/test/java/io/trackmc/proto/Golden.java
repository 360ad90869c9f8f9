package io.trackmc.proto;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import java.util.HexFormat;

/** The golden vectors, as the JSON that they are (wire format §7). */
public final class Golden {

    private Golden() {}

    /** Reads {@code golden/<name>.json}. */
    public static Config read(String name) {
        ConfigParseOptions json = ConfigParseOptions.defaults().setSyntax(ConfigSyntax.JSON).setAllowMissing(false);
        return ConfigFactory.parseResources(Golden.class.getClassLoader(), "golden/" + name + ".json", json);
    }

    /** Bytes of a field that holds hexadecimal digits. */
    public static byte[] bytes(Config fields, String name) {
        return HexFormat.of().parseHex(fields.getString(name));
    }
}
