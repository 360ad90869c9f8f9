package io.trackmc.keys.transport.bundle;

import java.util.List;

/**
 * Keys of a node's configuration file ({@code <node>.conf}), as {@code keys init} writes them and the roles read them. File names in
 * it are relative to the file itself.
 */
public final class NodeConfKeys {

    /** Name of the node; text. */
    public static final String NODE_NAME = "node.name";
    /** Node id; 1 to 2^32 − 1. */
    public static final String NODE_ID = "node.id";
    /** sender, repair-head or receiver. */
    public static final String NODE_ROLE = "node.role";
    /** Name of the group; text. */
    public static final String GROUP_NAME = "group.name";
    /** Multicast address of the data channel. */
    public static final String GROUP_ADDRESS = "group.address";
    /** UDP port of the data channel and of all local control channels. */
    public static final String GROUP_PORT = "group.port";
    /** Longest datagram, the same in the whole group; bytes of UDP payload. */
    public static final String NET_DATAGRAM_BYTES = "net.datagram-bytes";
    /** Name of the network interface; optional. */
    public static final String NET_INTERFACE = "net.interface";
    /** Multicast TTL or hop limit. */
    public static final String NET_TTL = "net.ttl";
    /** File of the transport bundle. */
    public static final String KEYS_TRANSPORT = "keys.transport";
    /** File of the content bundle; sender and receivers only. */
    public static final String KEYS_CONTENT = "keys.content";
    /** File of the certificate; PEM. */
    public static final String KEYS_CERTIFICATE = "keys.certificate";
    /** File of the certificate's private key; PEM, PKCS#8. */
    public static final String KEYS_PRIVATE_KEY = "keys.private-key";
    /** Directory of what the node keeps from run to run. */
    public static final String STATE_DIRECTORY = "state.directory";
    /** Region id; sender and repair heads only. */
    public static final String REGION_ID = "region.id";
    /** Multicast address of the own local control channel; sender and repair heads only. */
    public static final String REGION_ADDRESS = "region.address";
    /** Parents, primary first, then backups: objects with the {@code PARENT_} keys; not for the sender. */
    public static final String TREE_PARENTS = "tree.parents";
    /** In an object of {@link #TREE_PARENTS}: name of the parent. */
    public static final String PARENT_NAME = "name";
    /** In an object of {@link #TREE_PARENTS}: node id of the parent. */
    public static final String PARENT_ID = "id";
    /** In an object of {@link #TREE_PARENTS}: region id of the parent. */
    public static final String PARENT_REGION = "region";
    /** In an object of {@link #TREE_PARENTS}: multicast address of the parent's local control channel. */
    public static final String PARENT_ADDRESS = "address";
    /** In an object of {@link #TREE_PARENTS}: the parent's own address, host or host:port; optional, else it is learnt from Advertise. */
    public static final String PARENT_UNICAST = "unicast";
    /** Packets that a sender or parent keeps for repairs. */
    public static final String WINDOW_PACKETS = "window.packets";
    /** Nodes that appear in reports, node id in decimal to name: all for the sender, parents and possible children for an RH. */
    public static final String ROSTER = "roster";

    /** All keys that may stand in the file, in the order in which they are written. */
    public static final List<String> ALL = List.of(
            NODE_NAME, NODE_ID, NODE_ROLE, GROUP_NAME, GROUP_ADDRESS, GROUP_PORT, NET_DATAGRAM_BYTES, NET_INTERFACE,
            NET_TTL, KEYS_TRANSPORT, KEYS_CONTENT, KEYS_CERTIFICATE, KEYS_PRIVATE_KEY, STATE_DIRECTORY, REGION_ID,
            REGION_ADDRESS, TREE_PARENTS, WINDOW_PACKETS, ROSTER);

    /** All keys of an object of {@link #TREE_PARENTS}. */
    public static final List<String> PARENT_KEYS = List.of(PARENT_NAME, PARENT_ID, PARENT_REGION, PARENT_ADDRESS,
            PARENT_UNICAST);

    private NodeConfKeys() {}
}
