package io.trackmc.examples;

import io.trackmc.keys.transport.bundle.NodeConfKeys;
import io.trackmc.keys.transport.bundle.NodeConfig;
import io.trackmc.keys.transport.bundle.NodeConfigFile;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The arguments that examples take: a node's configuration and, if there is a choice, the network interface. */
final class Configuration {

    private static final String SUFFIX = ".conf";

    private Configuration() {}

    static NodeConfig of(String[] args, String program) {
        if (args.length < 1 || args.length > 2) {
            throw new IllegalArgumentException("usage: " + program + " NODE.conf [INTERFACE]");
        }
        return read(args[0], args.length == 2 ? Map.of(NodeConfKeys.NET_INTERFACE, args[1]) : Map.of());
    }

    /** The same with one or two nodes. */
    static List<NodeConfig> lines(String[] args, String program) {
        List<String> files = Arrays.stream(args).filter(word -> word.endsWith(SUFFIX)).toList();
        List<String> rest = Arrays.stream(args).filter(word -> !word.endsWith(SUFFIX)).toList();
        if (files.isEmpty() || files.size() > 2 || rest.size() > 1) {
            throw new IllegalArgumentException("usage: " + program + " A.conf [B.conf] [INTERFACE]");
        }
        Map<String, String> settings = rest.isEmpty() ? Map.of() : Map.of(NodeConfKeys.NET_INTERFACE, rest.getFirst());
        return files.stream().map(file -> read(file, settings)).toList();
    }

    private static NodeConfig read(String file, Map<String, String> settings) {
        return NodeConfigFile.read(Path.of(file), settings);
    }
}
