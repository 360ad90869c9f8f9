package io.trackmc.cli.demo;

import io.trackmc.cli.expulsion.RekeyReader;
import io.trackmc.cli.expulsion.AuthorityPlaces;
import io.trackmc.keys.controller.authority.Authority;
import io.trackmc.keys.controller.authority.AuthoritySettings;
import io.trackmc.keys.transport.bundle.NodeConfig;
import io.trackmc.proto.protect.KeyLayer;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** Both authorities of the demonstration, as they would run elsewhere: all nodes ask them over TLS. */
public final class DemoAuthorities implements Closeable {

    private final Path anchors;
    private final Authority transport;
    private final Authority content;

    /** @param deployment what {@code keys init} would have made */
    public DemoAuthorities(Path deployment, Consumer<String> warnings) throws IOException {
        anchors = deployment.resolve("authorities");
        transport = open(KeyLayer.TRANSPORT, deployment, warnings);
        try {
            content = open(KeyLayer.CONTENT, deployment, warnings);
        } catch (IOException | RuntimeException e) {
            transport.close();
            throw e;
        }
    }

    /** Where they are. */
    public AuthorityPlaces places() {
        return new AuthorityPlaces(anchors, transport.address(), content.address());
    }

    /** Shuts a receiver out; returns when both rekeys are on their way. Its parent must be rid of it before content changes, so that comes first. */
    void expel(String node) {
        transport.expel(node, "shown by the demonstration");
        content.expel(node, "shown by the demonstration");
    }

    /** All INNERs of all rekeys so far, as the sender is given them. */
    List<byte[]> rekeys(KeyLayer layer, NodeConfig sender) throws IOException {
        return new RekeyReader(sender).read(layer,
                (layer == KeyLayer.TRANSPORT ? transport : content).status().rekeys());
    }

    @Override
    public void close() {
        transport.close();
        content.close();
    }

    private static Authority open(KeyLayer layer, Path deployment, Consumer<String> warnings) throws IOException {
        return Authority.open(AuthoritySettings.of(layer, deployment,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)), warnings);
    }
}
