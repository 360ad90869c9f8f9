package io.trackmc.examples;

import io.trackmc.keys.transport.bundle.NodeConfKeys;
import io.trackmc.keys.transport.bundle.NodeConfig;
import io.trackmc.keys.transport.bundle.NodeConfigFile;
import java.nio.file.Path;
import java.util.Map;

/** The arguments that all examples take: a node's configuration and, if there is a choice, the network interface. */
final class Configuration {

    private Configuration() {}

    static NodeConfig of(String[] args, String program) {
        if (args.length < 1 || args.length > 2) {
            throw new IllegalArgumentException("usage: " + program + " NODE.conf [INTERFACE]");
        }
        Map<String, String> settings = args.length == 2 ? Map.of(NodeConfKeys.NET_INTERFACE, args[1]) : Map.of();
        return NodeConfigFile.read(Path.of(args[0]), settings);
    }
}
