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
 * @param contentPackets packets that this run may seal
 * @param listener hears what becomes of the session
 */
record SenderSetup(
        NodeSetup node, boolean ownsContent, ContentBundle content, int ringBytes, long contentPackets,
        PublisherListener listener) {

    SenderSetup(
            NodeSetup node, boolean ownsContent, @Nullable ContentBundle content, int ringBytes, long contentPackets,
            PublisherListener listener) {
        this.node = node;
        this.ownsContent = ownsContent;
        this.content = checked(node, content);
        this.ringBytes = ringBytes;
        this.contentPackets = contentPackets;
        this.listener = listener;
    }

    /** Sequence beyond which the application has to be stopped, so that all that it was promised can be sealed. */
    long lastSafeSequence() {
        return contentPackets - Feed.reservedPackets(ringBytes);
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
