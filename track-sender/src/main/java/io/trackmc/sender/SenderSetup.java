package io.trackmc.sender;

import io.trackmc.keys.payload.ContentBundle;
import io.trackmc.net.ConfigurationException;
import io.trackmc.net.node.NodeSetup;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A sender that is checked and ready to start.
 *
 * @param node what all roles have in common
 * @param ownsContent whether the content keys are erased when the sender ends
 * @param content content keys
 * @param ringBytes bytes that wait between the application and the driver
 */
record SenderSetup(NodeSetup node, boolean ownsContent, ContentBundle content, int ringBytes) {

    SenderSetup(NodeSetup node, boolean ownsContent, @Nullable ContentBundle content, int ringBytes) {
        this.node = node;
        this.ownsContent = ownsContent;
        this.content = checked(node, content);
        this.ringBytes = ringBytes;
    }

    private static ContentBundle checked(NodeSetup node, @Nullable ContentBundle content) {
        if (content == null || content.gid() != node.bundle().gid()) {
            throw new ConfigurationException(List.of(node.config().files().contentBundle()
                    + ": content keys of another group, allowed: those of " + node.config().groupName()));
        }
        if (!content.sources().contains(node.config().self().id())) {
            throw new ConfigurationException(List.of(node.config().files().contentBundle() + ": node "
                    + node.config().self().name() + " is not a source of the group"));
        }
        return content;
    }
}
