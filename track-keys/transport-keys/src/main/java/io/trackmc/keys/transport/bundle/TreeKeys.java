package io.trackmc.keys.transport.bundle;

import com.typesafe.config.Config;
import io.trackmc.keys.transport.conf.Catalogue;
import io.trackmc.keys.transport.conf.ChoiceForm;
import io.trackmc.keys.transport.conf.KeyEntry;
import io.trackmc.keys.transport.conf.MulticastForm;
import io.trackmc.keys.transport.conf.NumberForm;
import io.trackmc.keys.transport.conf.ObjectsForm;
import io.trackmc.keys.transport.conf.SizeForm;
import io.trackmc.keys.transport.conf.TableForm;
import io.trackmc.keys.transport.conf.TextForm;
import io.trackmc.keys.transport.conf.TimeForm;
import io.trackmc.keys.transport.conf.UnicastForm;
import io.trackmc.proto.engine.ProtocolConfig;
import io.trackmc.proto.engine.TreeTiming;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Keys of a node's configuration for its place in the tree, and for how the tree is kept. */
final class TreeKeys {

    private static final ProtocolConfig LAN = ProtocolConfig.lan();
    private static final TreeTiming TIMES = LAN.tree();
    private static final int MOST_CHILDREN = 4096;
    private static final Pattern ID = Pattern.compile("[1-9]\\d{0,9}");
    private static final NumberForm REGION = NumberForm.of(0, IdentityKeys.MAX_NODE_ID, "");
    private static final String ALL_ALIKE = "The same in the whole group.";

    static final KeyEntry<Long> REGION_ID = KeyEntry.needed(NodeConfKeys.REGION_ID, REGION,
            "Number of the region that the node repairs for; 0 is the sender's, and only its.",
            "Never: keys are for it.")
            .onlyFor(NodeCatalogue.SENDER, NodeCatalogue.REPAIR_HEAD);
    static final KeyEntry<InetAddress> REGION_ADDRESS = KeyEntry
            .needed(NodeConfKeys.REGION_ADDRESS, new MulticastForm(),
                    "Multicast address of the region's own control channel, on which only this node speaks.",
                    "Together with the address of this node in tree.parents of its children.")
            .onlyFor(NodeCatalogue.SENDER, NodeCatalogue.REPAIR_HEAD);

    static final KeyEntry<String> PARENT_NAME = KeyEntry.needed(NodeConfKeys.PARENT_NAME, IdentityKeys.NAME,
            "Name of the parent.", "");
    static final KeyEntry<Long> PARENT_ID = KeyEntry.needed(NodeConfKeys.PARENT_ID,
            NumberForm.of(1, IdentityKeys.MAX_NODE_ID, ""), "Its node.id.", "");
    static final KeyEntry<Long> PARENT_REGION = KeyEntry.needed(NodeConfKeys.PARENT_REGION, REGION, "Its region.id.",
            "");
    static final KeyEntry<InetAddress> PARENT_ADDRESS = KeyEntry.needed(NodeConfKeys.PARENT_ADDRESS,
            new MulticastForm(), "Its region.address.", "");
    static final KeyEntry<String> PARENT_UNICAST = KeyEntry.optional(NodeConfKeys.PARENT_UNICAST,
            TextForm.any("host or host:port", "host or host:port"), "learnt from the parent's own packets",
            "Where it is reached by unicast.", "");
    static final KeyEntry<InetAddress> PARENT_SOURCE = KeyEntry.optional(NodeConfKeys.PARENT_SOURCE, new UnicastForm(),
            "any source", "Its IP address: the node joins its channel for what that sends only.", "");
    static final Catalogue PARENT = new Catalogue("A parent", "An object of tree.parents.", List.of(),
            List.of(PARENT_NAME, PARENT_ID, PARENT_REGION, PARENT_ADDRESS, PARENT_UNICAST, PARENT_SOURCE));

    static final KeyEntry<List<Config>> PARENTS = KeyEntry.needed(NodeConfKeys.TREE_PARENTS,
            new ObjectsForm(PARENT, 1, TransportBundle.MAX_PARENTS, "parents, primary first"),
            "Parents that the node may bind to, primary first, then backups; each also may have unicast = \"host:port\", and source, its IP address, for source-specific multicast.",
            "To change their order, or take one out; the bundle has keys for those that keys init wrote, and no others.")
            .onlyFor(NodeCatalogue.REPAIR_HEAD, NodeCatalogue.RECEIVER);
    static final KeyEntry<Boolean> DISCOVERY = KeyEntry.withDefault(NodeConfKeys.TREE_DISCOVERY,
            ChoiceForm.yesOrNo("off", "on"), LAN.discovery(),
            "on takes the nearest of tree.parents that has room; off the first ([more](operations.md#who-is-near)).",
            "Where receivers do not know who is near.").onlyFor(NodeCatalogue.REPAIR_HEAD, NodeCatalogue.RECEIVER);
    static final KeyEntry<Long> CHILDREN = KeyEntry.withDefault(NodeConfKeys.TREE_MAX_CHILDREN,
            NumberForm.of(1, MOST_CHILDREN, "children"), (long) LAN.maxChildren(),
            "Maximum number of children of a parent.",
            "When receivers are refused (no_room); each child costs the parent repairs and reports. Children above a lowered limit stay; a reload raises it up to what it was at the start, a restart further.")
            .reloadedBy(NodeCatalogue.REPAIR_HEAD);
    static final KeyEntry<Long> RESERVED = KeyEntry.derived(NodeConfKeys.TREE_RESERVED,
            NumberForm.of(0, MOST_CHILDREN, "children"), "a quarter of tree.max-children",
            in -> (long) ProtocolConfig.defaultReserve(in.integer(CHILDREN)),
            "How many of these places only repair heads may take, so that a crowd of receivers does not keep out who would take it over.",
            "0 where no repair heads come as children (track_reserved_refusals_total counts receivers that were refused).")
            .reloadedBy(NodeCatalogue.REPAIR_HEAD);
    static final KeyEntry<Long> HEARTBEAT = KeyEntry.withDefault(NodeConfKeys.TREE_HEARTBEAT, TimeForm.PROTOCOL,
            TIMES.heartbeatNs(), "Time between a parent's Heartbeats.",
            "Seldom. " + ALL_ALIKE + " Shorter finds lost parents sooner and costs packets.");
    static final KeyEntry<Long> PARENT_MISSES = KeyEntry.withDefault(NodeConfKeys.TREE_PARENT_MISSES,
            NumberForm.of(2, 1000, "Heartbeats"), (long) TIMES.parentMisses(),
            "Heartbeats missed in a row until a parent counts as lost.",
            "Times tree.heartbeat it must be longer than the longest pause of a process, or healthy parents are left: raise it on a host with more busy processes than cores.");
    static final KeyEntry<Long> TRACK = KeyEntry.withDefault(NodeConfKeys.TREE_TRACK, TimeForm.PROTOCOL,
            TIMES.trackNs(), "Time between a child's Tracks while much comes; four times as long while few packets do.",
            "Longer where a parent with very many children is busy with their reports.");
    static final KeyEntry<Long> RECEIVER_SILENCE = KeyEntry.withDefault(NodeConfKeys.TREE_RECEIVER_SILENCE,
            TimeForm.PROTOCOL, TIMES.leafSilenceNs(), "Silence after which a parent probes a receiver.",
            "Longer than receivers pause. A dead receiver holds the group for so long at most.");
    static final KeyEntry<Long> REPAIR_HEAD_SILENCE = KeyEntry.withDefault(NodeConfKeys.TREE_REPAIR_HEAD_SILENCE,
            TimeForm.PROTOCOL, TIMES.interiorSilenceNs(), "The same for a repair head.",
            "Longer than its children take to find their new parent (tree.heartbeat times tree.parent-misses), or they lose their place in the group's window.");
    static final KeyEntry<Long> WINDOW = KeyEntry.needed(NodeConfKeys.WINDOW_PACKETS,
            new NumberForm(64, 1 << 20, "packets", true),
            "Packets that may be under way; parents keep twice as many for repairs. The same in the whole group.",
            "For rates times delays that are larger ([why](decisions/0002-window-and-socket-buffers.md)); it needs larger socket buffers and more memory.");
    static final KeyEntry<Long> REKEY_CACHE = KeyEntry.withDefault(NodeConfKeys.REKEY_CACHE_BYTES,
            new SizeForm(1 << 20, 1L << 40), 64L << 20,
            "What a node keeps of rekeys for those below it; the oldest go first.",
            "Where groups of tens of thousands rekey often.");
    static final KeyEntry<Map<String, String>> ROSTER = KeyEntry.optional(NodeConfKeys.ROSTER,
            new TableForm(TreeKeys::isNamed, "node id = name"), "nodes are named by their id",
            "Names of nodes for reports.", "keys init writes those that the node may hear of.");

    static final List<KeyEntry<?>> ENTRIES = List.of(REGION_ID, REGION_ADDRESS, PARENTS, DISCOVERY, CHILDREN,
            RESERVED, HEARTBEAT, PARENT_MISSES, TRACK, RECEIVER_SILENCE, REPAIR_HEAD_SILENCE, WINDOW, REKEY_CACHE,
            ROSTER);

    private TreeKeys() {}

    private static boolean isNamed(String id, String name) {
        return ID.matcher(id).matches() && Long.parseLong(id) <= IdentityKeys.MAX_NODE_ID
                && Member.NAME.matcher(name).matches();
    }
}
