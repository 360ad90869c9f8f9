package io.trackmc.cli.role;

import io.trackmc.cli.task.TaskException;
import io.trackmc.cli.unit.Probability;
import io.trackmc.keys.transport.bundle.NodeConfig;
import io.trackmc.keys.transport.bundle.NodeRole;
import io.trackmc.net.LossInjector;
import io.trackmc.repairhead.SettingsOptions;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options of every command that runs a node. */
public final class NodeOptions {

    @Option(names = "--config", required = true, paramLabel = "F", description = "Configuration of the node, HOCON.")
    private Path config;

    @Mixin
    private SettingsOptions settings;

    @Option(
            names = "--loss", paramLabel = "P", defaultValue = "0", converter = Probability.class,
            description = "Throws away packets that arrive, with this probability, to show what repairs do (default: ${DEFAULT-VALUE}).")
    private double loss;

    @Option(
            names = "--loss-seed", paramLabel = "S", defaultValue = "0",
            description = "Seed of what --loss throws away (default: ${DEFAULT-VALUE}).")
    private long lossSeed;

    /** What is thrown away on purpose. */
    public LossInjector loss(NodeConfig config) {
        return LossInjector.ofNode(lossSeed, config.self().id(), loss);
    }

    /**
     * Reads the configuration.
     *
     * @throws io.trackmc.keys.transport.file.KeyFileException with every fault
     */
    public NodeConfig read(NodeRole role) {
        NodeConfig read = settings.read(config);
        if (read.self().role() != role) {
            throw TaskException.usage(config + ": key \"node.role\": found " + read.self().role().text() + ", allowed: "
                    + role.text());
        }
        return read;
    }
}
