package io.trackmc.keys.transport.bundle;

import io.trackmc.keys.transport.conf.Catalogue;
import io.trackmc.keys.transport.conf.KeyEntry;
import java.util.List;
import java.util.stream.Stream;

/** All keys of a node's configuration file ({@code <node>.conf}). */
public final class NodeCatalogue {

    static final String SENDER = "sender";
    static final String REPAIR_HEAD = "repair-head";
    static final String RECEIVER = "receiver";

    /** The catalogue; read by {@link NodeConfigFile}. */
    public static final Catalogue CATALOGUE = new Catalogue("Node files",
            "The file of a sender, a repair head or a receiver, NODE.conf; keys init writes one for each node.",
            List.of(SENDER, REPAIR_HEAD, RECEIVER), entries());

    private NodeCatalogue() {}

    private static List<KeyEntry<?>> entries() {
        return Stream.of(IdentityKeys.ENTRIES, NetKeys.ENTRIES, TreeKeys.ENTRIES, SessionKeys.ENTRIES,
                AuthoritiesKeys.ENTRIES, ManagementKeys.ENTRIES, ManagementKeys.DRILLS,
                List.of(ManagementKeys.BELOW.onlyFor(SENDER, REPAIR_HEAD).reloadedBy(REPAIR_HEAD)), ReceiptKeys.ENTRIES)
                .<KeyEntry<?>>flatMap(List::stream)
                .toList();
    }
}
