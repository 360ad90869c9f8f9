package io.trackmc.sim.net;

import io.trackmc.proto.engine.Endpoint;
import io.trackmc.proto.engine.Path;
import io.trackmc.proto.engine.Transmit;
import io.trackmc.sim.core.EventQueue;
import io.trackmc.sim.core.Seed;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.agrona.collections.Int2ObjectHashMap;
import org.agrona.collections.Long2ObjectHashMap;

/**
 * Multicast and unicast between nodes over faulty links.
 *
 * <p>A multicast datagram travels over one link per member, so each loses it independently; what is lost at the sender's own
 * device ({@link #egressLoss}) nobody gets. A node that is a member hears its own multicasts too, as it does on a real
 * host with multicast loop-back on. All settings may change while the world runs. Not thread-safe.
 */
public final class SimNetwork {

    /** The receiving end of a host. */
    @FunctionalInterface
    public interface Socket {
        void arrive(Datagram datagram);
    }

    /** Decides by itself which datagrams are lost, besides what profiles lose. */
    @FunctionalInterface
    public interface Script {

        /** Whether the datagram is lost on its way to a node. */
        boolean loses(Datagram datagram, int to);
    }

    private record Host(int node, Endpoint endpoint, Socket socket, LossState egress) {}

    private final EventQueue queue;
    private final Seed seed;
    private final Boarding boarding;
    private final Groups groups = new Groups();
    private final Partitions partitions = new Partitions();
    private final Int2ObjectHashMap<Host> hosts = new Int2ObjectHashMap<>();
    private final Map<Endpoint, Host> hostsByEndpoint = new HashMap<>();
    private final Long2ObjectHashMap<Link> links = new Long2ObjectHashMap<>();
    private final Int2ObjectHashMap<Loss> egressLoss = new Int2ObjectHashMap<>();
    private LinkProfiles profiles = LinkProfiles.all(LinkProfile.CLEAN);
    private Script script = (datagram, to) -> false;
    private long transmissions;

    public SimNetwork(EventQueue queue, Seed seed) {
        this.queue = queue;
        this.seed = seed;
        this.boarding = new Boarding(queue);
    }

    /** Connects a host. */
    public void attach(int node, Endpoint endpoint, Socket socket) {
        Host host = new Host(node, endpoint, socket, new LossState(seed.child("egress").child(node)));
        hosts.put(node, host);
        hostsByEndpoint.put(endpoint, host);
    }

    /** Makes a node a member of the data channel. */
    public void joinData(int node) {
        groups.joinData(node);
    }

    /** Makes a node a member of the local control channel of {@code repairHead}. */
    public void joinRegion(int node, int repairHead) {
        groups.joinRegion(node, repairHead);
    }

    /** Unicast address of a node. */
    public Endpoint endpoint(int node) {
        return host(node).endpoint;
    }

    /** Replaces the profiles of all links; what is on its way already is not affected. */
    public void profiles(LinkProfiles newProfiles) {
        this.profiles = newProfiles;
    }

    /** Profiles of all links at present. */
    public LinkProfiles profiles() {
        return profiles;
    }

    /** Sets the loss at the device of a node: what is lost there reaches nobody. */
    public void egressLoss(int node, Loss loss) {
        egressLoss.put(node, loss);
    }

    /** Loses exactly what a test wants to be lost. */
    public void script(Script newScript) {
        this.script = newScript;
    }

    /** Cuts the paths from one set of nodes to another, in that direction only. */
    public void cut(BitSet from, BitSet to) {
        partitions.cut(from, to);
    }

    /** Cuts the paths between two sets of nodes in both directions. */
    public void partition(BitSet one, BitSet other) {
        partitions.cut(one, other);
        partitions.cut(other, one);
    }

    /** Ends all cuts. */
    public void heal() {
        partitions.heal();
    }

    /** Holds back everything on the path between two nodes until a time since the start of the run. */
    public void clog(int from, int to, long untilNs) {
        link(from, to).clogUntil(untilNs);
    }

    /** Number of transmissions so far. */
    public long transmissions() {
        return transmissions;
    }

    /**
     * Sends what an engine wants sent.
     *
     * @return the bytes, copied, as they travel
     */
    public byte[] send(int from, Transmit transmit) {
        byte[] bytes = Arrays.copyOf(transmit.bytes(), transmit.length());
        transmissions++;
        Host host = host(from);
        Loss egress = egressLoss.getOrDefault(from, Loss.NONE);
        if (!host.egress.loses(queue.nowNs(), egress)) {
            route(from, host.endpoint, transmit, bytes);
        }
        return bytes;
    }

    /** Delivers a datagram to one node now, as if its network card had received it; for attackers. */
    public void inject(int to, Datagram datagram) {
        queue.at(queue.nowNs(), () -> host(to).socket.arrive(datagram));
    }

    private void route(int from, Endpoint source, Transmit transmit, byte[] bytes) {
        switch (transmit.destination()) {
            case DATA -> multicast(datagram(from, source, Path.Channel.DATA, bytes), groups.data());
            case REGION -> multicast(datagram(from, source, Path.Channel.REGION, bytes), groups.region(from));
            case UNICAST -> {
                Host to = hostsByEndpoint.get(transmit.endpoint());
                if (to != null) {
                    travel(datagram(from, source, Path.Channel.UNICAST, bytes), to);
                }
            }
        }
        boarding.close();
    }

    private Datagram datagram(int from, Endpoint source, Path.Channel channel, byte[] bytes) {
        return new Datagram(transmissions, from, source, channel, bytes, Datagram.Origin.SENT);
    }

    private void multicast(Datagram datagram, BitSet members) {
        for (int to = members.nextSetBit(0); to >= 0; to = members.nextSetBit(to + 1)) {
            travel(datagram, host(to));
        }
    }

    private void travel(Datagram datagram, Host target) {
        int from = datagram.from();
        int to = target.node;
        if (!partitions.separates(from, to) && !script.loses(datagram, to)) {
            boarding.target(target.socket);
            link(from, to).send(queue.nowNs(), profiles.of(from, to), datagram, boarding);
        }
    }

    private Link link(int from, int to) {
        long key = ((long) from << Integer.SIZE) | (to & 0xFFFF_FFFFL);
        Link known = links.get(key);
        if (known != null) {
            return known;
        }
        Link link = new Link(seed.child("link").child(key));
        links.put(key, link);
        return link;
    }

    private Host host(int node) {
        return Objects.requireNonNull(hosts.get(node), () -> "no node " + node);
    }
}
