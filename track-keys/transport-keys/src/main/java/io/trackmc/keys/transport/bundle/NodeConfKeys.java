package io.trackmc.keys.transport.bundle;

/**
 * Names of the keys of a node's configuration file ({@code <node>.conf}), for those who write one or name a key; what each may be and is for
 * is in {@link NodeCatalogue}. File names in it are relative to the file itself.
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
    /** IP address of the sender, where only what it sends is to come on the data channel; not for the sender itself. */
    public static final String GROUP_SOURCE = "group.source";
    /** UDP port of the data channel and of all local control channels. */
    public static final String GROUP_PORT = "group.port";
    /** Longest datagram, the same in the whole group; bytes of UDP payload. */
    public static final String NET_DATAGRAM_BYTES = "net.datagram-bytes";
    /** Network interface for multicast: name, address or CIDR block; optional. */
    public static final String NET_INTERFACE = "net.interface";
    /** Multicast TTL or hop limit. */
    public static final String NET_TTL = "net.ttl";
    /** Differentiated services code point of all that is sent. */
    public static final String NET_DSCP = "net.dscp";
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
    /** In an object of {@link #TREE_PARENTS}: the parent's IP address, where only what it sends is to come on its channel; optional. */
    public static final String PARENT_SOURCE = "source";
    /** In an object of {@link #TREE_PARENTS}: the parent's own address, host or host:port; optional, else it is learnt from Advertise. */
    public static final String PARENT_UNICAST = "unicast";
    /** Packets that a sender or parent keeps for repairs. */
    public static final String WINDOW_PACKETS = "window.packets";
    /** Whether the node asks the authorities for its keys when it starts: true or false; else it takes the bundles. */
    public static final String AUTHORITIES_JOIN = "authorities.join";
    /** Address of the transport controller, host:port. */
    public static final String AUTHORITIES_TRANSPORT_CONTROLLER = "authorities.transport-controller";
    /** Address of the content authority, host:port; sender and receivers only. */
    public static final String AUTHORITIES_CONTENT_AUTHORITY = "authorities.content-authority";
    /** File of the transport controller's own certificate, or of several by which it may be known; PEM. */
    public static final String AUTHORITIES_TRANSPORT_CONTROLLER_CERTIFICATE = "authorities.transport-controller-certificate";
    /** The same of the content authority; sender and receivers only. */
    public static final String AUTHORITIES_CONTENT_AUTHORITY_CERTIFICATE = "authorities.content-authority-certificate";
    /** File of the certificate that certifies the transport controller; PEM. */
    public static final String AUTHORITIES_INFRASTRUCTURE_CA = "authorities.infrastructure-ca";
    /** File of the certificate that certifies the content authority; PEM; sender and receivers only. */
    public static final String AUTHORITIES_SUBSCRIBER_CA = "authorities.subscriber-ca";
    /** File of the certificate that the node shows to authorities; PEM; that of {@link #KEYS_CERTIFICATE} where it is absent. */
    public static final String AUTHORITIES_CERTIFICATE = "authorities.certificate";
    /** File of that certificate's private key; PEM, PKCS#8; that of {@link #KEYS_PRIVATE_KEY} where it is absent. */
    public static final String AUTHORITIES_PRIVATE_KEY = "authorities.private-key";
    /** Nodes that appear in reports, node id in decimal to name: all for the sender, parents and possible children for an RH. */
    public static final String ROSTER = "roster";

    /** UDP port of the unicast socket; 0 or absent lets the system choose. */
    public static final String NET_UNICAST_PORT = "net.unicast-port";
    /** Wanted receive buffer of each socket; bytes. */
    public static final String NET_RECEIVE_BUFFER = "net.receive-buffer";
    /** Wanted send buffer; bytes. */
    public static final String NET_SEND_BUFFER = "net.send-buffer";
    /** auto, epoll or nio. */
    public static final String NET_TRANSPORT = "net.transport";
    /** Most new data that a sender sends: bytes/s, or bits/s with a unit; 0 for no limit. */
    public static final String RATE_DATA = "rate.data";
    /** Most repairs that a parent sends: bytes/s, or bits/s with a unit; 0 for no limit. */
    public static final String RATE_REPAIR = "rate.repair";
    /** Most children of a parent. */
    public static final String TREE_MAX_CHILDREN = "tree.max-children";
    /** How many of them can only be repair heads; a quarter where it is absent. */
    public static final String TREE_RESERVED = "tree.reserved-for-repair-heads";
    /** on or off: whether the node takes the nearest of its parents that has room instead of the first; not for the sender. */
    public static final String TREE_DISCOVERY = "tree.discovery";
    /** Time between a parent's Heartbeats. */
    public static final String TREE_HEARTBEAT = "tree.heartbeat";
    /** Heartbeats missed in a row until a parent counts as lost. */
    public static final String TREE_PARENT_MISSES = "tree.parent-misses";
    /** Time between a child's Tracks while something changes. */
    public static final String TREE_TRACK = "tree.track";
    /** Silence after which a parent probes a receiver. */
    public static final String TREE_RECEIVER_SILENCE = "tree.receiver-silence";
    /** Silence after which a parent probes a repair head. */
    public static final String TREE_REPAIR_HEAD_SILENCE = "tree.repair-head-silence";
    /** Most new data and repairs together that a sender sends: bytes/s, or bits/s with a unit; 0 for no limit. */
    public static final String RATE_TOTAL = "rate.total";
    /** wait or eject: what a parent does with a child that holds the group back. */
    public static final String FLOW_SLOW_RECEIVER = "flow.slow-receiver";
    /** For how long a child may hold the group back, where it is ejected for that. */
    public static final String FLOW_STALL_TIMEOUT = "flow.stall-timeout";

    /** What a session does with packets that somebody lacks: reliable or timely; sender only. */
    public static final String SESSION_MODE = "session.mode";
    /** How long a timely session waits for who lacks a packet; sender only. */
    public static final String SESSION_HOLD = "session.hold";
    /** Where a session begins for receivers that come late: retained, now or none; sender only. */
    public static final String SESSION_LATE_JOIN = "session.late-join";
    /** Whether receivers hand messages over in order: ordered or unordered; sender only. */
    public static final String SESSION_ORDER = "session.order";
    /** What confirms a message: receive, delivery or application; sender only. */
    public static final String SESSION_CONFIRM = "session.confirm";
    /** Whether a session goes no faster than its slowest path takes: none or tfmcc; sender only. */
    public static final String FLOW_CONGESTION_CONTROL = "flow.congestion-control";

    /** Most bytes of rekeys that a node keeps for those below it. */
    public static final String REKEY_CACHE_BYTES = "rekey.cache-bytes";

    /** Where metrics and health are served: IP address and port; absent for nowhere. */
    public static final String MANAGEMENT_ADDRESS = "management.address";
    /** File with the token that who asks there has to show; needed where the address is not loopback. */
    public static final String MANAGEMENT_TOKEN_FILE = "management.token-file";
    /** File of the certificate that is shown there, PEM; needed where the address is not loopback. */
    public static final String MANAGEMENT_CERTIFICATE = "management.certificate";
    /** File of that certificate's private key; PEM, PKCS#8. */
    public static final String MANAGEMENT_PRIVATE_KEY = "management.private-key";
    /** Longest fault that a drill may order there; absent where drills are refused. */
    public static final String DRILLS_LONGEST = "drills.longest";

    /** Management addresses of repair heads below, of whose trees this node makes one: objects with the {@code BELOW_} keys; not for receivers. */
    public static final String MANAGEMENT_BELOW = "management.below";
    /** In an object of {@link #MANAGEMENT_BELOW}: http://ADDRESS:PORT on loopback, https://HOST:PORT. */
    public static final String BELOW_URL = "url";
    /** In an object of {@link #MANAGEMENT_BELOW}: file with the token that the node there asks for. */
    public static final String BELOW_TOKEN_FILE = "token-file";
    /** In an object of {@link #MANAGEMENT_BELOW}: file of the certificate that it shows, or of that which has certified it; PEM. */
    public static final String BELOW_CERTIFICATE = "certificate";

    /** How often a parent writes a receipt of what its children have confirmed; absent for never. */
    public static final String RECEIPTS_INTERVAL = "receipts.interval";
    /** Directory of receipts; below the state directory where it is absent. */
    public static final String RECEIPTS_DIRECTORY = "receipts.directory";
    /** Most bytes of receipts that are kept. */
    public static final String RECEIPTS_KEEP = "receipts.keep";
    /** Whose region it is, for receipts. */
    public static final String RECEIPTS_TENANT = "receipts.tenant";

    private NodeConfKeys() {}
}
