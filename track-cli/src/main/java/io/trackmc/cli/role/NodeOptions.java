package io.trackmc.cli.role;

import io.trackmc.cli.task.TaskException;
import io.trackmc.cli.unit.Probability;
import io.trackmc.keys.transport.bundle.NodeConfig;
import io.trackmc.keys.transport.bundle.NodeConfigFile;
import io.trackmc.keys.transport.bundle.NodeRole;
import io.trackmc.net.LossInjector;
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

    @Option(
            names = "--loss", paramLabel = "P", defaultValue = "0", converter = Probability.class,
            description = "Throws away packets that arrive, with this probability, to show what repairs do (default: ${DEFAULT-VALUE}).")
    private double loss;

    @Option(
            names = "--loss-seed", paramLabel = "S", defaultValue = "0",
            description = "Seed of what --loss throws away (default: ${DEFAULT-VALUE}).")
    private long lossSeed;

    /** What is thrown away on purpose. */
    LossInjector loss(NodeConfig config) {
        return LossInjector.ofNode(lossSeed, config.self().id(), loss);
    }

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
