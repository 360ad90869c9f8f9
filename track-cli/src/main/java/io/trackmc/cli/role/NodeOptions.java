package io.trackmc.cli.role;

import io.trackmc.cli.task.TaskException;
import io.trackmc.keys.transport.bundle.NodeConfig;
import io.trackmc.keys.transport.bundle.NodeConfigFile;
import io.trackmc.keys.transport.bundle.NodeRole;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of every command that runs a node. */
public final class NodeOptions {

    @Option(names = "--config", required = true, paramLabel = "F", description = "Configuration of the node, HOCON.")
    private Path config;

    @Option(
            names = "--interface", paramLabel = "I",
            description = "Network interface for multicast: name, address or CIDR block. Comes before net.interface.")
    private @Nullable String networkInterface;

    @Option(
            names = "-D", paramLabel = "key=value",
            description = "A key of the configuration; comes before the one in the file. May be repeated.")
    private Map<String, String> overrides = new LinkedHashMap<>();

    /**
     * Reads the configuration.
     *
     * @throws io.trackmc.keys.transport.file.KeyFileException with every fault
     */
    NodeConfig read(NodeRole role) {
        NodeConfig read = NodeConfigFile.read(config, overrides);
        if (read.self().role() != role) {
            throw TaskException.usage(config + ": key \"node.role\": found " + read.self().role().text() + ", allowed: "
                    + role.text());
        }
        return networkInterface == null ? read : read.withInterface(networkInterface);
    }
}
