package io.trackmc.sim.net;

import io.trackmc.proto.engine.Endpoint;
import io.trackmc.proto.engine.Path;
import io.trackmc.proto.engine.Transmit;
import io.trackmc.sim.core.EventQueue;
import io.trackmc.sim.core.Seed;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Objects;
import org.agrona.collections.Int2ObjectHashMap;
import org.agrona.collections.IntArrayList;

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

    private final EventQueue queue;
    private final Seed seed;
    private final Sockets sockets = new Sockets();
    private final Addresses addresses = new Addresses();
    private final Groups groups = new Groups();
    private final Partitions partitions = new Partitions();
    private final LinkCarrier links;
    private final Int2ObjectHashMap<Loss> egressLoss = new Int2ObjectHashMap<>();
    private final Int2ObjectHashMap<LossState> egress = new Int2ObjectHashMap<>();
    private Carrier carrier;
    private Script script = (datagram, to) -> false;
    private long transmissions;

    public SimNetwork(EventQueue queue, Seed seed) {
        this.queue = queue;
        this.seed = seed;
        this.links = new LinkCarrier(queue, sockets, seed);
        this.carrier = links;
    }

    /**
     * Connects the host of a node.
     *
     * @param node at most 16,777,215
     */
    public void attach(int node, Socket socket) {
        if (node < 0 || node > Addresses.MAX_NODE) {
            throw new IllegalArgumentException("node " + node);
        }
        sockets.put(node, socket);
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
        if (!sockets.contains(node)) {
            throw new IllegalArgumentException("no node " + node);
        }
        return addresses.sharedOf(node);
    }

    /** Replaces the profiles of all links; what is on its way already is not affected. */
    public void profiles(LinkProfiles newProfiles) {
        links.profiles(newProfiles);
    }

    /** Profiles of all links at present. */
    public LinkProfiles profiles() {
        return links.profiles();
    }

    /** All paths are those of a terrain from now on; profiles and clogs of links have no effect any more. */
    public void terrain(Terrain terrain) {
        carrier = new TerrainCarrier(queue, sockets, terrain);
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
        links.clog(from, to, untilNs);
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
        if (!isLostAtOnce(from)) {
            route(from, transmit, bytes);
        }
        return bytes;
    }

    /** Delivers a datagram to one node now, as if its network card had received it; for attackers. */
    public void inject(int to, Datagram datagram) {
        queue.at(queue.nowNs(), () -> sockets.get(to).arrive(datagram));
    }

    private boolean isLostAtOnce(int from) {
        Loss loss = egressLoss.get(from);
        if (loss == null) {
            return false;
        }
        return egress.computeIfAbsent(from, node -> new LossState(seed.child("egress").child(node)))
                .loses(queue.nowNs(), loss);
    }

    private void route(int from, Transmit transmit, byte[] bytes) {
        switch (transmit.destination()) {
            case DATA -> {
                Datagram datagram = datagram(from, Path.Channel.DATA, bytes);
                BitSet members = groups.data();
                for (int to = members.nextSetBit(0); to >= 0; to = members.nextSetBit(to + 1)) {
                    travel(datagram, to);
                }
            }
            case REGION -> {
                Datagram datagram = datagram(from, Path.Channel.REGION, bytes);
                IntArrayList members = groups.region(from);
                for (int i = 0; i < members.size(); i++) {
                    travel(datagram, members.getInt(i));
                }
            }
            case UNICAST -> {
                int to = Addresses.node(Objects.requireNonNull(transmit.endpoint()));
                if (sockets.contains(to)) {
                    travel(datagram(from, Path.Channel.UNICAST, bytes), to);
                }
            }
        }
        carrier.depart();
    }

    private Datagram datagram(int from, Path.Channel channel, byte[] bytes) {
        return new Datagram(transmissions, from, Addresses.of(from), channel, bytes, Datagram.Origin.SENT);
    }

    private void travel(Datagram datagram, int to) {
        if (!partitions.separates(datagram.from(), to) && !script.loses(datagram, to)) {
            carrier.carry(datagram, to);
        }
    }
}
