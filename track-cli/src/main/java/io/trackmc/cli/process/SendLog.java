package io.trackmc.cli.process;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a sender wrote last about its transfer, as {@code track send --status} does.
 *
 * @param expelled receivers that it knows to be expelled, by name
 */
public record SendLog(List<String> expelled) {

    private static final SendLog NOTHING = new SendLog(List.of());

    /** Reads what is there by now; a line that is still being written does not count. */
    public static SendLog read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return NOTHING;
        }
        String text = Files.readString(file);
        List<String> lines = text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
        return lines.isEmpty() ? NOTHING : of(lines.getLast());
    }

    private static SendLog of(String line) {
        Config config = ConfigFactory.parseString(line,
                ConfigParseOptions.defaults().setSyntax(ConfigSyntax.JSON));
        return new SendLog(config.getStringList("expelledReceivers"));
    }
}
