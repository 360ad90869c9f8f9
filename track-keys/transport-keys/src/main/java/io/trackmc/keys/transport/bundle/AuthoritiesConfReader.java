package io.trackmc.keys.transport.bundle;

import io.trackmc.keys.transport.conf.ConfValues;
import io.trackmc.keys.transport.conf.KeyEntry;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Reads where the authorities are, noting all that does not fit. */
final class AuthoritiesConfReader {

    private final ConfValues in;

    AuthoritiesConfReader(ConfValues in) {
        this.in = in;
    }

    /** Null when none is named; means nothing when there were faults. */
    NodeConfig.@Nullable Authorities read(NodeRole role, NodeConfig.Files files) {
        boolean join = in.get(AuthoritiesKeys.JOIN);
        boolean readsContent = role != NodeRole.REPAIR_HEAD;
        NodeConfig.Authority controller = authority(join, AuthoritiesKeys.CONTROLLER, AuthoritiesKeys.CONTROLLER_CA,
                AuthoritiesKeys.CONTROLLER_CERTIFICATE);
        NodeConfig.Authority content = readsContent ? authority(join, AuthoritiesKeys.CONTENT,
                AuthoritiesKeys.CONTENT_CA, AuthoritiesKeys.CONTENT_CERTIFICATE) : null;
        if (controller == null && content == null) {
            return null;
        }
        return new NodeConfig.Authorities(join, controller, content,
                own(AuthoritiesKeys.CERTIFICATE, files.certificate()),
                own(AuthoritiesKeys.PRIVATE_KEY, files.privateKey()));
    }

    private NodeConfig.@Nullable Authority authority(boolean needed, KeyEntry<String> address, KeyEntry<String> anchor,
            KeyEntry<String> certificate) {
        if (!needed && !in.has(address)) {
            return null;
        }
        return new NodeConfig.Authority(in.get(address), in.path(anchor), in.path(certificate));
    }

    /** What the node shows to authorities is, where nothing else is said, what it was given with its keys. */
    private Path own(KeyEntry<String> entry, @Nullable Path given) {
        return given == null || in.has(entry) ? in.path(entry) : given;
    }
}
