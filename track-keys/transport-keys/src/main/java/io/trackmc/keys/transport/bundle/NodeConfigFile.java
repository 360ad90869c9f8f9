package io.trackmc.keys.transport.bundle;

import com.typesafe.config.Config;
import io.trackmc.keys.transport.conf.ConfText;
import io.trackmc.keys.transport.conf.ConfValues;
import io.trackmc.keys.transport.conf.EffectiveConfig;
import io.trackmc.keys.transport.file.KeyFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Reads a {@link NodeConfig} from HOCON with the keys of {@link NodeCatalogue}. Strict: every key is known, every value of its
 * type and in its range; and all faults are told at once.
 */
public final class NodeConfigFile {

    private NodeConfigFile() {}

    /**
     * What a file says.
     *
     * @param config as the node takes it
     * @param effective key by key
     * @param warnings of what works and is hardly meant, one line each
     */
    public record Read(NodeConfig config, EffectiveConfig effective, List<String> warnings) {}

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
        return readWhole(file, overrides).config();
    }

    /** Reads a file, and keeps what each of its keys is. */
    public static Read readWhole(Path file, Map<String, String> overrides) {
        String text;
        try {
            text = ConfText.of(file);
        } catch (KeyFileException e) {
            throw new NodeConfigException(List.of(e.getMessage()));
        }
        return parseWhole(file, text, overrides);
    }

    /** Reads what stands in a file of that name. */
    static NodeConfig parse(Path file, String text, Map<String, String> overrides) {
        return parseWhole(file, text, overrides).config();
    }

    private static Read parseWhole(Path file, String text, Map<String, String> overrides) {
        List<String> faults = new ArrayList<>();
        Config config;
        try {
            config = ConfText.parse(file, text, overrides, faults);
        } catch (KeyFileException e) {
            throw new NodeConfigException(List.of(e.getMessage()));
        }
        ConfValues values = new ConfValues(file, config, faults);
        NodeConfig result = new NodeConfReader(file, values).read();
        if (!faults.isEmpty()) {
            throw new NodeConfigException(faults);
        }
        return new Read(result,
                EffectiveConfig.of(values, NodeCatalogue.CATALOGUE, result.self().role().text()),
                values.warnings());
    }
}
