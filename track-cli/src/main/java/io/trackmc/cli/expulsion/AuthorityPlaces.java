package io.trackmc.cli.expulsion;

import io.trackmc.keys.transport.bundle.NodeConfKeys;
import io.trackmc.keys.transport.bundle.NodeRole;
import io.trackmc.net.Addresses;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where the authorities of a demonstration are.
 *
 * @param anchors directory with the certificates of both CAs
 */
public record AuthorityPlaces(Path anchors, InetSocketAddress transport, InetSocketAddress content) {

    static final String TRANSPORT_CA = "infrastructure-ca.pem";
    static final String CONTENT_CA = "subscriber-ca.pem";

    /** What is to be said in the configuration of a node, so that it finds them. */
    public Map<String, String> settings(NodeRole role) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put(NodeConfKeys.AUTHORITIES_JOIN, "true");
        settings.put(NodeConfKeys.AUTHORITIES_TRANSPORT_CONTROLLER, Addresses.format(transport));
        settings.put(NodeConfKeys.AUTHORITIES_INFRASTRUCTURE_CA, anchors.resolve(TRANSPORT_CA).toString());
        if (role != NodeRole.REPAIR_HEAD) {
            settings.put(NodeConfKeys.AUTHORITIES_CONTENT_AUTHORITY, Addresses.format(content));
            settings.put(NodeConfKeys.AUTHORITIES_SUBSCRIBER_CA, anchors.resolve(CONTENT_CA).toString());
        }
        return settings;
    }
}
