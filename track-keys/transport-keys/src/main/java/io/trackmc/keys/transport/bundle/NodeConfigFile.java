package io.trackmc.keys.transport.bundle;

import java.nio.file.Path;
import java.util.Map;

/** Reads a {@link NodeConfig} from HOCON with the keys of {@link NodeConfKeys}. */
@SuppressWarnings("DoNotCallSuggester")
public final class NodeConfigFile {

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
        throw new UnsupportedOperationException(file + " " + overrides);
    }
}
