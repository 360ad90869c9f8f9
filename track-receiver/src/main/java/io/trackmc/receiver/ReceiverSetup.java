package io.trackmc.receiver;

import io.trackmc.keys.payload.ContentBundle;
import io.trackmc.net.ConfigurationException;
import io.trackmc.net.node.NodeSetup;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A receiver that is checked and ready to start.
 *
 * @param node what all roles have in common
 * @param ownsContent whether the content keys are erased when the receiver ends
 * @param content content keys
 * @param ringBytes bytes that wait between the driver and the application
 * @param explicitConfirm whether the application confirms by itself
 * @param once whether it ends with the first session
 * @param served hears when a new parent has served
 */
record ReceiverSetup(
        NodeSetup node, boolean ownsContent, ContentBundle content, int ringBytes, boolean explicitConfirm,
        boolean once, ServedListener served) {

    ReceiverSetup(
            NodeSetup node, boolean ownsContent, @Nullable ContentBundle content, int ringBytes,
            boolean explicitConfirm, boolean once, ServedListener served) {
        this.node = node;
        this.ownsContent = ownsContent;
        this.content = checked(node, content);
        this.ringBytes = ringBytes;
        this.explicitConfirm = explicitConfirm;
        this.once = once;
        this.served = served;
    }

    private static ContentBundle checked(NodeSetup node, @Nullable ContentBundle content) {
        if (content == null || content.gid() != node.bundle().gid()) {
            throw new ConfigurationException(List.of(node.config().files().contentBundle()
                    + ": content keys of another group, allowed: those of " + node.config().groupName()));
        }
        return content;
    }
}
