package io.trackmc.keys.controller.plan;

import io.trackmc.keys.transport.bundle.NodeRole;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A node as the operator describes it.
 *
 * @param name unique in the group
 * @param role what it does
 * @param parent name of its primary parent; null for the sender and only for it
 * @param backups names of its backup parents in order of preference; null: found by {@link DefaultBackups}
 * @param address host or host:port at which its children reach it; null: they learn it from its advertisements
 * @param tenant whose its region is, of a repair head; null: its parent's, and of one under the sender everybody's
 */
public record NodeSpec(String name, NodeRole role, @Nullable String parent, @Nullable List<String> backups,
        @Nullable String address, @Nullable String tenant) {

    /** Name of the one sender. */
    public static final String SENDER = "sender";

    /** One that names no tenant. */
    public NodeSpec(String name, NodeRole role, @Nullable String parent, @Nullable List<String> backups,
            @Nullable String address) {
        this(name, role, parent, backups, address, null);
    }

    /** The sender. */
    public static NodeSpec sender() {
        return new NodeSpec(SENDER, NodeRole.SENDER, null, List.of(), null);
    }

    /** A repair head or receiver with default backups and no address. */
    public static NodeSpec under(String parent, String name, NodeRole role) {
        return new NodeSpec(name, role, parent, null, null);
    }
}
