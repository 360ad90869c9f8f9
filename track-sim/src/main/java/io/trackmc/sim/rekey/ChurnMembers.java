package io.trackmc.sim.rekey;

import io.trackmc.proto.protect.KeyLayer;
import io.trackmc.proto.protect.KeyRenewal;
import io.trackmc.sim.check.ExpulsionChecker;
import io.trackmc.sim.core.Seed;
import io.trackmc.sim.node.SimNode;
import io.trackmc.sim.tree.Place;
import io.trackmc.sim.tree.ReceiverProgram;
import io.trackmc.sim.tree.Topology;
import io.trackmc.sim.tree.TreeWorld;
import io.trackmc.sim.world.World;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Receivers that come and go, and are expelled, while others stay. Who joins starts when both layers were rekeyed for it; who leaves says good-bye and
 * stops; who was expelled goes on until it notices.
 */
public final class ChurnMembers {

    /** Receivers of the topology: of four under one parent two stay, and one begins outside. */
    public static final int RECEIVERS = 16;

    private static final int PER_PARENT = 4;
    private static final int STAYING = 2;
    private static final int MAX_EXPELLED = 4;
    private static final long MS = 1_000_000;
    private static final long REGISTRATION_NS = 10 * MS;
    private static final long MEAN_NS = 100 * MS;
    private static final long FAREWELL_NS = 1_000 * MS;

    private final TreeWorld tree;
    private final World world;
    private final TreeAuthority authority;
    private final ExpulsionChecker expulsion;
    private final RandomGenerator random;
    private final BitSet stable;
    private final BitSet expelled = new BitSet();
    private final List<Changing> changing = new ArrayList<>();
    private long nextNs;
    private long leftTransport = -1;
    private long leftContent = -1;
    private long joins;
    private long leaves;
    private long registrations;

    public ChurnMembers(Topology topology, TreeWorld tree, TreeAuthority authority, ExpulsionChecker expulsion,
            Seed seed) {
        this.tree = tree;
        this.world = tree.world();
        this.authority = authority;
        this.expulsion = expulsion;
        this.random = seed.generator();
        this.stable = stable(topology);
        BitSet late = late(topology);
        topology.ids(Place.Role.RECEIVER).stream().filter(id -> !stable.get(id))
                .forEach(id -> changing.add(new Changing(id, late.get(id) ? State.OUT : State.IN)));
    }

    /** Receivers that stay from the beginning to the end. */
    public static BitSet stable(Topology topology) {
        return choose(topology, 0, STAYING);
    }

    /** Receivers that are no members in the beginning. */
    public static BitSet late(Topology topology) {
        return choose(topology, PER_PARENT - 1, PER_PARENT);
    }

    private static BitSet choose(Topology topology, int from, int to) {
        BitSet chosen = new BitSet();
        int first = topology.ids(Place.Role.RECEIVER).nextSetBit(0);
        IntStream.range(0, RECEIVERS).filter(i -> i % PER_PARENT >= from && i % PER_PARENT < to)
                .forEach(i -> chosen.set(first + i));
        return chosen;
    }

    /** Starts everybody who is a member. */
    public void startAll() {
        for (SimNode node : world.nodes()) {
            boolean out = changing.stream().anyMatch(one -> one.id == node.id() && one.state == State.OUT);
            if (!out) {
                node.start();
            }
        }
        nextNs = world.nowNs() + 500 * MS;
    }

    /** Lets somebody come or go now and then; to be called often. */
    public void onTick(long nowNs) {
        changing.forEach(one -> admit(one));
        if (nowNs >= nextNs) {
            nextNs = nowNs + 1 + random.nextLong(2 * MEAN_NS);
            move(changing.get(random.nextInt(changing.size())));
        }
    }

    /** Receivers that stay. */
    public IntStream stableReceivers() {
        return stable.stream();
    }

    public long joins() {
        return joins;
    }

    public long leaves() {
        return leaves;
    }

    /** How often members registered again. */
    public long registrations() {
        return registrations;
    }

    public long expulsions() {
        return expelled.cardinality();
    }

    private void move(Changing one) {
        switch (one.state) {
            case OUT -> {
                if (!isRekeyed(leftTransport, leftContent)) {
                    // Trees admit nobody while somebody's keys are still good.
                    return;
                }
                authority.join(one.id);
                one.transportRekey = authority.newest(KeyLayer.TRANSPORT);
                one.contentRekey = authority.newest(KeyLayer.CONTENT);
                one.state = State.COMING;
            }
            case IN -> {
                if (expelled.cardinality() < MAX_EXPELLED && (leaves + expelled.cardinality()) % 3 == 1) {
                    expel(one);
                } else {
                    leave(one);
                }
            }
            case COMING, GOING, EXPELLED -> {
                // Another time, or never.
            }
        }
    }

    private void admit(Changing one) {
        if (one.state == State.COMING && isRekeyed(one.transportRekey, one.contentRekey)) {
            one.state = State.IN;
            joins++;
            world.node(one.id).start();
        }
    }

    /** A node lacks more of a layer than anybody in the tree can give it: it asks the authority. One that was expelled gets nothing, and ends. */
    public void leftBehind(int node, KeyLayer layer) {
        KeyRenewal renewal = authority.renewal(node, layer);
        if (renewal == null) {
            world.at(world.nowNs() + REGISTRATION_NS, world.node(node)::crash);
            return;
        }
        registrations++;
        world.at(world.nowNs() + REGISTRATION_NS, () -> tree.renew(node, layer, renewal));
    }

    private boolean isRekeyed(long transportSince, long contentSince) {
        return authority.newest(KeyLayer.TRANSPORT) > transportSince
                && authority.newest(KeyLayer.CONTENT) > contentSince;
    }

    private void left() {
        leftTransport = authority.newest(KeyLayer.TRANSPORT);
        leftContent = authority.newest(KeyLayer.CONTENT);
    }

    private void leave(Changing one) {
        one.state = State.GOING;
        leaves++;
        authority.leave(one.id);
        left();
        SimNode node = world.node(one.id);
        node.tell(localNs -> {
            if (node.program() instanceof ReceiverProgram receiver) {
                receiver.engine().leave(localNs);
            }
        });
        world.at(world.nowNs() + FAREWELL_NS, () -> {
            node.crash();
            one.state = State.OUT;
        });
    }

    private void expel(Changing one) {
        one.state = State.EXPELLED;
        expelled.set(one.id);
        expulsion.asked(world.nowNs(), one.id, authority.hoard(one.id));
        authority.expel(one.id);
        left();
        expulsion.expelled(one.id, authority.newest(KeyLayer.CONTENT) + 1, authority.epoch(KeyLayer.CONTENT) + 1);
    }

    private enum State {
        /** No member. */
        OUT,
        /** Admitted; its keys are made. */
        COMING,
        IN,
        /** No member any more; its host stops soon. */
        GOING,
        EXPELLED
    }

    private static final class Changing {
        final int id;
        State state;
        long transportRekey;
        long contentRekey;

        Changing(int id, State state) {
            this.id = id;
            this.state = state;
        }
    }
}
