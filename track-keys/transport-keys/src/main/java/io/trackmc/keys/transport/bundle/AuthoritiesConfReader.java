package io.trackmc.keys.transport.bundle;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads where the authorities are, noting all that does not fit. */
final class AuthoritiesConfReader {

    private static final Pattern HOST_AND_PORT = Pattern.compile(".{1,255}:(\\d{1,5})");
    private static final int MAX_PORT = 65_535;

    private final ConfValues in;
    private final Function<String, Path> path;

    /** @param path reads the name of a file */
    AuthoritiesConfReader(ConfValues in, Function<String, Path> path) {
        this.in = in;
        this.path = path;
    }

    /** Null when none is named; means nothing when there were faults. */
    NodeConfig.@Nullable Authorities read(NodeRole role, NodeConfig.Files files) {
        boolean join = in.has(NodeConfKeys.AUTHORITIES_JOIN)
                && in.choice(NodeConfKeys.AUTHORITIES_JOIN, List.of("false", "true")).equals("true");
        boolean readsContent = role != NodeRole.REPAIR_HEAD;
        NodeConfig.Authority controller = authority(join, NodeConfKeys.AUTHORITIES_TRANSPORT_CONTROLLER,
                NodeConfKeys.AUTHORITIES_INFRASTRUCTURE_CA, NodeConfKeys.AUTHORITIES_TRANSPORT_CONTROLLER_CERTIFICATE);
        NodeConfig.Authority content = readsContent ? authority(join, NodeConfKeys.AUTHORITIES_CONTENT_AUTHORITY,
                NodeConfKeys.AUTHORITIES_SUBSCRIBER_CA, NodeConfKeys.AUTHORITIES_CONTENT_AUTHORITY_CERTIFICATE) : null;
        if (controller == null && content == null) {
            return null;
        }
        return new NodeConfig.Authorities(join, controller, content,
                own(NodeConfKeys.AUTHORITIES_CERTIFICATE, files.certificate()),
                own(NodeConfKeys.AUTHORITIES_PRIVATE_KEY, files.privateKey()));
    }

    private NodeConfig.@Nullable Authority authority(boolean needed, String addressKey, String anchorKey,
            String certificateKey) {
        if (!needed && !in.has(addressKey)) {
            return null;
        }
        return new NodeConfig.Authority(address(addressKey), path.apply(anchorKey), path.apply(certificateKey));
    }

    private String address(String key) {
        String allowed = "host:port, the port from 1 to " + MAX_PORT;
        String text = in.text(key, HOST_AND_PORT, allowed);
        var match = HOST_AND_PORT.matcher(text);
        int port = match.matches() ? Integer.parseInt(match.group(1)) : 1;
        if (port < 1 || port > MAX_PORT) {
            in.refuse(key, allowed);
        }
        return text;
    }

    /** What the node shows to authorities is, where nothing else is said, what it was given with its keys. */
    private Path own(String key, @Nullable Path given) {
        return given == null || in.has(key) ? path.apply(key) : given;
    }
}
