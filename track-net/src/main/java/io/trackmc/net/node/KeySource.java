package io.trackmc.net.node;

import io.trackmc.keys.transport.bundle.NodeConfig;
import io.trackmc.keys.transport.bundle.TransportBundle;
import io.trackmc.keys.transport.bundle.TransportBundleFile;
import java.util.function.Consumer;

/**
 * Where a node gets its transport keys: from its files, or from an authority. A node asks once, before it starts; whoever counts what is
 * asked later sees whether fail-over needs anybody's help.
 */
@FunctionalInterface
public interface KeySource {

    /** The files that the configuration names. */
    KeySource FILES = (config, warnings) -> new TransportBundleFile().read(config.files().transportBundle(), warnings);

    /** All transport keys of the node; the caller erases them. */
    TransportBundle transportKeys(NodeConfig config, Consumer<String> warnings);
}
