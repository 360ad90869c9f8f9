package io.trackmc.keys.transport.file;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import java.util.function.Function;

/**
 * Parses HOCON. Whoever names the wrong file may have named a private key, so what stands in a file that is no HOCON is never told,
 * neither in the message nor by a cause: the parser's own words quote it.
 */
public final class HoconText {

    private HoconText() {}

    /**
     * Parses a text.
     *
     * @param file where it stands, for the message
     * @param fault makes the exception from one line with file and line
     */
    public static Config parse(String file, String text, Function<String, ? extends RuntimeException> fault) {
        ConfigParseOptions options = ConfigParseOptions.defaults().setSyntax(ConfigSyntax.CONF);
        int line;
        try {
            return ConfigFactory.parseString(text, options).resolve();
        } catch (ConfigException e) {
            line = e.origin() == null ? 0 : e.origin().lineNumber();
        }
        throw fault
                .apply(file + (line > 0 ? ":" + line : "") + ": not HOCON, allowed: key = value, and blocks in braces");
    }
}
