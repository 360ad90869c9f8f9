package io.trackmc.cli.demo;

import io.trackmc.keys.controller.authority.Authority;
import io.trackmc.keys.controller.authority.AuthoritySettings;
import io.trackmc.keys.transport.bundle.NodeConfig;
import io.trackmc.keys.transport.bundle.NodeConfKeys;
import io.trackmc.keys.transport.bundle.NodeRole;
import io.trackmc.keys.transport.registration.Answer;
import io.trackmc.keys.transport.registration.Ask;
import io.trackmc.net.Addresses;
import io.trackmc.net.authority.AuthorityAddress;
import io.trackmc.net.authority.AuthorityClient;
import io.trackmc.net.authority.NodeAuthorities;
import io.trackmc.proto.protect.KeyLayer;
import io.trackmc.proto.wire.InnerHeader;
import io.trackmc.proto.wire.RekeyHeader;
import io.trackmc.proto.wire.RekeyPart;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Both authorities of the demonstration, as they would run elsewhere: all nodes ask them over TLS. */
final class DemoAuthorities implements Closeable {

    private static final String TRANSPORT_CA = "infrastructure-ca.pem";
    private static final String CONTENT_CA = "subscriber-ca.pem";

    private final Path anchors;
    private final Authority transport;
    private final Authority content;

    /** @param deployment what {@code keys init} would have made */
    DemoAuthorities(Path deployment, Consumer<String> warnings) throws IOException {
        anchors = deployment.resolve("authorities");
        transport = open(KeyLayer.TRANSPORT, deployment, warnings);
        try {
            content = open(KeyLayer.CONTENT, deployment, warnings);
        } catch (IOException | RuntimeException e) {
            transport.close();
            throw e;
        }
    }

    /** What is to be said in the configuration of a node, so that it finds them. */
    Map<String, String> settings(NodeRole role) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put(NodeConfKeys.AUTHORITIES_JOIN, "true");
        settings.put(NodeConfKeys.AUTHORITIES_TRANSPORT_CONTROLLER, Addresses.format(transport.address()));
        settings.put(NodeConfKeys.AUTHORITIES_INFRASTRUCTURE_CA, anchors.resolve(TRANSPORT_CA).toString());
        if (role != NodeRole.REPAIR_HEAD) {
            settings.put(NodeConfKeys.AUTHORITIES_CONTENT_AUTHORITY, Addresses.format(content.address()));
            settings.put(NodeConfKeys.AUTHORITIES_SUBSCRIBER_CA, anchors.resolve(CONTENT_CA).toString());
        }
        return settings;
    }

    /** Shuts a receiver out; returns when both rekeys are on their way. */
    void expel(String node) {
        content.expel(node, "shown by the demonstration");
        transport.expel(node, "shown by the demonstration");
    }

    /** All INNERs of all rekeys so far, as the sender is given them. */
    List<byte[]> rekeys(KeyLayer layer, NodeConfig sender) throws IOException {
        NodeAuthorities authorities = new NodeAuthorities(sender);
        boolean isTransport = layer == KeyLayer.TRANSPORT;
        AuthorityAddress address = (isTransport ? authorities.transportController() : authorities.contentAuthority())
                .orElseThrow();
        long last = (isTransport ? transport : content).status().rekeys();
        List<byte[]> inners = new ArrayList<>();
        if (last > 0) {
            try (AuthorityClient client = AuthorityClient.connect(address)) {
                client.tell(new Ask.Feed(sender.groupName(), 0));
                receive(client, last, inners);
            }
        }
        return inners;
    }

    @Override
    public void close() {
        transport.close();
        content.close();
    }

    private static void receive(AuthorityClient client, long last, List<byte[]> inners) throws IOException {
        long rekey = 0;
        int left = 1;
        while (rekey < last || left > 0) {
            switch (client.receive()) {
                case Answer.RekeyInner answer -> {
                    byte[] inner = answer.inner().copy();
                    inners.add(inner);
                    boolean header = RekeyPart.part(inner, 0) == RekeyPart.HEADER_PART;
                    rekey = RekeyPart.rekey(inner, 0);
                    left = header ? RekeyHeader.chunkCount(inner, InnerHeader.LENGTH) : left - 1;
                }
                case Answer.Done _ -> {}
                case Answer.Refused refused -> throw new IOException(refused.detail());
                default -> throw new IOException("the authority answered something else than was asked");
            }
        }
    }

    private static Authority open(KeyLayer layer, Path deployment, Consumer<String> warnings) throws IOException {
        return Authority.open(AuthoritySettings.of(layer, deployment,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)), warnings);
    }
}
