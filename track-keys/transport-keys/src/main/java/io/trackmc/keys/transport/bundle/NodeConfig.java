package io.trackmc.keys.transport.bundle;

import io.trackmc.proto.engine.ProtocolConfig;
import io.trackmc.proto.wire.SessionRules;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one node is told by its configuration file ({@code <node>.conf}). Read and checked by {@link NodeConfigFile}; holds no secret.
 *
 * @param file the file itself; names in it are relative to its directory and absolute here
 * @param self this node
 * @param groupName name of the group, for people
 * @param data multicast address and port of the data channel
 * @param net sockets
 * @param files where keys and state are
 * @param region of a sender or repair head, with its local control channel; null for a receiver
 * @param parents primary first, then backups; empty for the sender
 * @param protocol sizes, rates and times of the engines
 * @param session what a sender decides for its session; the default for others
 * @param rekeyCacheBytes most bytes of rekeys that it keeps for those below it
 * @param authorities where the authorities are, and how it shows who it is; null when the file names none
 * @param management where metrics and health are served; null for nowhere
 * @param receipts of what its children confirm; null for none
 * @param roster names of all nodes of the group by node id, for reports; empty when the file has none
 */
public record NodeConfig(
        Path file,
        Member self,
        String groupName,
        InetSocketAddress data,
        Net net,
        Files files,
        @Nullable Region region,
        List<Parent> parents,
        ProtocolConfig protocol,
        SessionRules session,
        long rekeyCacheBytes,
        @Nullable Authorities authorities,
        @Nullable Management management,
        @Nullable Receipts receipts,
        Map<Integer, String> roster) {

    /** Keeps copies of the lists. */
    public NodeConfig {
        parents = List.copyOf(parents);
        roster = Map.copyOf(roster);
    }

    /** Name of a node, or its number in decimal when it is neither in the roster nor a parent. */
    public String nameOf(int nodeId) {
        String name = roster.get(nodeId);
        return name == null ? nameOfParent(nodeId) : name;
    }

    private String nameOfParent(int nodeId) {
        for (Parent parent : parents) {
            if (parent.id() == nodeId) {
                return parent.name();
            }
        }
        return Integer.toUnsignedString(nodeId);
    }

    /** The same on another network interface: name, address or CIDR block. */
    public NodeConfig withInterface(String networkInterface) {
        Net other = new Net(networkInterface, net.ttl(), net.dscp(), net.dataSource(), net.unicastPort(),
                net.receiveBufferBytes(),
                net.sendBufferBytes(), net.transport());
        return new NodeConfig(file, self, groupName, data, other, files, region, parents, protocol, session,
                rekeyCacheBytes, authorities, management, receipts, roster);
    }

    /** The same that keeps what it needs from run to run in another directory. */
    public NodeConfig withStateDirectory(Path directory) {
        Files other = new Files(files.transportBundle(), files.contentBundle(), files.certificate(),
                files.privateKey(), directory);
        return new NodeConfig(file, self, groupName, data, net, other, region, parents, protocol, session,
                rekeyCacheBytes, authorities, management,
                receipts == null ? null : receipts.moved(files.stateDirectory(), directory), roster);
    }

    /** The same whose receipts name a tenant, where they name none yet. */
    public NodeConfig withTenant(String tenant) {
        Receipts named = receipts == null || !receipts.tenant().isEmpty() ? receipts
                : new Receipts(receipts.intervalNs(), receipts.directory(), receipts.keepBytes(), tenant);
        return new NodeConfig(file, self, groupName, data, net, files, region, parents, protocol, session,
                rekeyCacheBytes, authorities, management, named, roster);
    }

    /** The same with other limits of rate in bytes per second; 0 for none. */
    public NodeConfig withRates(long dataBytesPerSecond, long repairBytesPerSecond) {
        return new NodeConfig(file, self, groupName, data, net, files, region, parents,
                protocol.withRates(dataBytesPerSecond, repairBytesPerSecond), session, rekeyCacheBytes, authorities,
                management, receipts, roster);
    }

    /**
     * Sockets.
     *
     * @param networkInterface name, address or CIDR block; empty for the only one that can
     * @param ttl hops that multicast may travel, 0 to 255
     * @param dscp differentiated services code point of what is sent, 0 to 63
     * @param dataSource only host from which data are heard; null for any
     * @param unicastPort port of the unicast socket; 0 lets the kernel choose
     * @param receiveBufferBytes wanted SO_RCVBUF of each socket
     * @param sendBufferBytes wanted SO_SNDBUF
     * @param transport auto, epoll or nio
     */
    public record Net(
            String networkInterface, int ttl, int dscp, @Nullable InetAddress dataSource, int unicastPort,
            int receiveBufferBytes, int sendBufferBytes,
            String transport) {}

    /**
     * Files and directories of a node.
     *
     * @param transportBundle transport keys
     * @param contentBundle content keys; null for a repair head, which has none
     * @param certificate PEM; null when the file names none
     * @param privateKey PEM, PKCS#8; null when the file names none
     * @param stateDirectory what the node keeps from run to run
     */
    public record Files(
            Path transportBundle,
            @Nullable Path contentBundle,
            @Nullable Path certificate,
            @Nullable Path privateKey,
            Path stateDirectory) {}

    /**
     * The authorities of the group, as far as this node has to do with them.
     *
     * @param join whether it asks them for its keys when it starts, instead of taking its bundles
     * @param transportController null when it is not named
     * @param contentAuthority null when it is not named, and for a repair head
     * @param certificate that the node shows; PEM
     * @param privateKey of that certificate; PEM, PKCS#8
     */
    public record Authorities(
            boolean join,
            @Nullable Authority transportController,
            @Nullable Authority contentAuthority,
            Path certificate,
            Path privateKey) {}

    /**
     * Where metrics and health are served. Where the address is not loopback, everything is there.
     *
     * @param address where it listens; port 0 lets the kernel choose
     * @param tokenFile has the token that whoever asks must show; null for nobody
     * @param certificate that is shown, PEM; null for no TLS
     * @param privateKey of that certificate; PEM, PKCS#8; null exactly when there is no certificate
     * @param below nodes below, whose trees are asked for
     * @param drillsLongestNs longest fault that a drill may order; 0 where drills are refused
     */
    public record Management(
            InetSocketAddress address,
            @Nullable Path tokenFile,
            @Nullable Path certificate,
            @Nullable Path privateKey,
            List<Below> below,
            long drillsLongestNs) {

        /** Keeps a copy of the list. */
        public Management {
            below = List.copyOf(below);
        }
    }

    /**
     * The management address of a node below.
     *
     * @param url scheme, host and port; http is for loopback only
     * @param tokenFile has the token that it asks for; null for none
     * @param certificate that it shows, or that has certified what it shows, PEM; null for what the Java installation trusts
     */
    public record Below(URI url, @Nullable Path tokenFile, @Nullable Path certificate) {}

    /**
     * Receipts of what children confirm.
     *
     * @param intervalNs time from one to the next
     * @param directory of their files
     * @param keepBytes most bytes of them that are kept
     * @param tenant whose region it is, for people; empty for nobody's
     */
    public record Receipts(long intervalNs, Path directory, long keepBytes, String tenant) {

        /** What is below one state directory is below another; what is elsewhere stays there. */
        Receipts moved(Path from, Path to) {
            return directory.startsWith(from)
                    ? new Receipts(intervalNs, to.resolve(from.relativize(directory)), keepBytes, tenant) : this;
        }
    }

    /**
     * One authority.
     *
     * @param address host:port
     * @param anchor certificate that has certified it; PEM
     * @param certificate its own: the authority is whoever has the key of one of the certificates in this file; PEM
     */
    public record Authority(String address, Path anchor, Path certificate) {}

    /**
     * The region that a node heads.
     *
     * @param id region id; 0 for the sender and only for it
     * @param channel multicast address and port of its local control channel
     */
    public record Region(int id, InetSocketAddress channel) {}

    /**
     * A parent that a node may bind to.
     *
     * @param name of the parent
     * @param id its node id
     * @param region its region id
     * @param channel multicast address and port of its local control channel
     * @param unicast host or host:port, as it is written; null when its address is learnt from its Advertise. Without a port it
     *     is learnt too
     * @param source only host from which its channel is heard; null for any
     */
    public record Parent(
            String name, int id, int region, InetSocketAddress channel, @Nullable String unicast,
            @Nullable InetAddress source) {}
}
