package io.trackmc.cli.expulsion;

import io.trackmc.keys.payload.ContentBundle;
import io.trackmc.keys.payload.ContentBundleFile;
import io.trackmc.keys.payload.ContentQuestion;
import io.trackmc.keys.transport.bundle.NodeConfig;
import io.trackmc.keys.transport.bundle.TransportBundle;
import io.trackmc.keys.transport.bundle.TransportBundleFile;
import io.trackmc.net.authority.ContentRegistration;
import io.trackmc.net.node.KeySource;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Gets a node its keys from the authorities, and keeps copies of what they gave. */
public final class GivenKeys implements KeySource {

    private final KeySource source;
    private final TransportBundleFile transportFile = new TransportBundleFile();
    private final ContentBundleFile contentFile = new ContentBundleFile();
    private byte @Nullable [] transport;
    private byte @Nullable [] content;

    /** @param source of transport keys */
    public GivenKeys(KeySource source) {
        this.source = source;
    }

    @Override
    public TransportBundle transportKeys(NodeConfig config, Consumer<String> warnings) {
        TransportBundle bundle = source.transportKeys(config, warnings);
        transport = transportFile.encode(bundle);
        return bundle;
    }

    /** Asks for content keys; behind transport keys, which say for which group. */
    public ContentBundle contentKeys(NodeConfig config, Runnable asked, Consumer<String> warnings) {
        ContentBundle bundle = ContentRegistration.join(config, transport().gid(), asked, warnings,
                ContentQuestion::of);
        content = contentFile.encode(bundle);
        return bundle;
    }

    /** A copy of the transport keys that were given. */
    public TransportBundle transport() {
        return transportFile.decode("transport keys that were given", Objects.requireNonNull(transport).clone());
    }

    /** A copy of the content keys that were given. */
    public ContentBundle content() {
        return contentFile.decode("content keys that were given", Objects.requireNonNull(content).clone());
    }
}
