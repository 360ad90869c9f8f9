package io.trackmc.repairhead;

import io.trackmc.keys.transport.bundle.NodeConfig;
import io.trackmc.keys.transport.bundle.NodeConfigFile;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of every command that reads the configuration of a node: what comes before its file. */
public final class SettingsOptions {

    @Option(
            names = "--interface", paramLabel = "I",
            description = "Network interface for multicast: name, address or CIDR block. Comes before net.interface.")
    private @Nullable String networkInterface;

    @Option(
            names = "-D", paramLabel = "key=value",
            description = "A key of the configuration; comes before the one in the file. May be repeated.")
    private Map<String, String> overrides = new LinkedHashMap<>();

    /** The keys that were given, and their values. */
    public Map<String, String> overrides() {
        return overrides;
    }

    /** The interface that was named, or null. */
    public @Nullable String networkInterface() {
        return networkInterface;
    }

    /**
     * Reads a file with what comes before it.
     *
     * @throws io.trackmc.keys.transport.file.KeyFileException with every fault
     */
    public NodeConfig read(Path config) {
        return withInterface(NodeConfigFile.read(config, overrides));
    }

    /** A configuration with the interface that was named. */
    NodeConfig withInterface(NodeConfig config) {
        return networkInterface == null ? config : config.withInterface(networkInterface);
    }
}
