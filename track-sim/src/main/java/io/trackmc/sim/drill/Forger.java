package io.trackmc.sim.drill;

import io.trackmc.proto.engine.EngineEvent;
import io.trackmc.proto.engine.Path;
import io.trackmc.proto.event.DropReason;
import io.trackmc.proto.protect.HopKeys;
import io.trackmc.proto.protect.HopSealer;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.sim.check.WireView;
import io.trackmc.sim.net.Datagram;
import io.trackmc.sim.observe.Transmission;
import io.trackmc.sim.observe.WorldObserver;
import io.trackmc.sim.rekey.Thief;
import io.trackmc.sim.rekey.TreeAuthority;
import io.trackmc.sim.tree.Topology;
import io.trackmc.sim.world.World;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An attacker who has all keys of one repair head, hears everything and can send from any address. It repeats what it has heard under its own keys: a
 * Heartbeat of the repair head to the children, one of the sender to the other repair heads, and the repair head's BindRequest to the sender.
 * A packet counts as taken when the engine that it reached did not drop it.
 */
final class Forger implements WorldObserver {

    private static final long EVERY_NS = 50_000_000;
    private static final int REKEYS_OF_TRANSPORT = 2;
    private static final int KINDS = 3;
    private static final int NOBODY = -1;

    private final World world;
    private final DrillTree tree;
    private final TreeAuthority trees;
    private final List<byte[]> rekeys = new ArrayList<>();
    private final Set<Long> seen = new HashSet<>();
    private final Map<Integer, byte[]> heartbeats = new HashMap<>();
    private final Map<Integer, byte[]> bindRequests = new HashMap<>();
    private @Nullable Thief thief;
    private int victim;
    private @Nullable HopKeys asItself;
    private @Nullable HopKeys asSender;
    private long epoch;
    private boolean stopped;
    private int turn;
    private long toldNs;
    private int reached = NOBODY;
    private long reachedNs;
    private @Nullable Datagram sent;
    private final BitSet takenBefore = new BitSet();
    private long lastTakenNs;
    private long refused;

    Forger(World world, DrillTree tree, TreeAuthority trees) {
        this.world = world;
        this.tree = tree;
        this.trees = trees;
    }

    /** Copies all keys of a repair head, and begins. */
    void steal(int repairHead) {
        victim = repairHead;
        Thief copied = trees.thief(repairHead);
        rekeys.forEach(copied::take);
        thief = copied;
        attack();
    }

    /** The controller is told. */
    void told() {
        toldNs = world.nowNs();
        lastTakenNs = toldNs;
    }

    /** Nothing more is sent. */
    void stop() {
        commit();
        stopped = true;
    }

    /** Whether packets of each kind were taken before the controller was told: then the attacker can forge. */
    boolean hasForged() {
        return toldNs > 0 && takenBefore.cardinality() == (asSender == null ? KINDS - 1 : KINDS);
    }

    /** From when the controller was told to the last packet that was taken. */
    long forgedWithinNs() {
        return lastTakenNs - toldNs;
    }

    /** Packets that were refused after the last one that was taken. */
    long refused() {
        return refused;
    }

    /** Of what the attacker has, how much is in force now. */
    long inForce() {
        return thief == null ? 0 : thief.held().stream().filter(trees::isInForce).count();
    }

    @Override
    public void onTransmit(long atNs, Transmission transmission) {
        commit();
        byte[] bytes = transmission.bytes();
        if (WireView.hasInner(bytes) && WireView.stream(bytes) == REKEYS_OF_TRANSPORT
                && seen.add(WireView.sequence(bytes))) {
            byte[] inner = Arrays.copyOfRange(bytes, WireView.outerLength(bytes), bytes.length - WireView.ICV);
            rekeys.add(inner);
            if (thief != null) {
                thief.take(inner);
            }
        } else if (WireView.type(bytes) == WireView.HEARTBEAT && transmission.endpoint() == null) {
            heartbeats.put(transmission.node(), bytes);
        } else if (WireView.type(bytes) == WireView.BIND_REQUEST) {
            bindRequests.put(transmission.node(), bytes);
        }
    }

    @Override
    public void onArrival(long atNs, int node, Datagram datagram) {
        commit();
        if (datagram == sent) {
            reached = node;
            reachedNs = atNs;
        }
    }

    @Override
    public boolean watchesDrops() {
        return true;
    }

    @Override
    public void onDrop(long atNs, int node, DropReason reason) {
        if (node == reached) {
            reached = NOBODY;
            refused++;
        }
    }

    @Override
    public void onEvent(long atNs, int node, EngineEvent event) {
        if (node != reached) {
            commit();
        }
    }

    /** What arrived last was not dropped, so somebody took it. */
    private void commit() {
        if (reached == NOBODY) {
            return;
        }
        reached = NOBODY;
        refused = 0;
        if (toldNs == 0) {
            takenBefore.set(turn % KINDS);
        } else {
            lastTakenNs = reachedNs;
        }
    }

    private void attack() {
        commit();
        if (stopped || thief == null) {
            return;
        }
        renew(thief);
        turn++;
        switch (turn % KINDS) {
            case 0 -> heartbeat(asItself, victim, tree.children(victim));
            case 1 -> heartbeat(asSender, Topology.SENDER,
                    tree.children(Topology.SENDER).stream().filter(node -> node != victim).toList());
            default -> bindRequest();
        }
        world.at(world.nowNs() + EVERY_NS, this::attack);
    }

    private void renew(Thief from) {
        if (asItself == null || epoch != from.epoch()) {
            epoch = from.epoch();
            Incarnation run = trees.run(victim);
            asItself = from.asItself(run);
            asSender = from.asSender(trees.run(Topology.SENDER));
        }
    }

    private void heartbeat(@Nullable HopKeys keys, int as, List<Integer> targets) {
        byte[] like = heartbeats.get(as);
        if (keys != null && like != null && !targets.isEmpty()) {
            send(targets.get(turn % targets.size()), Path.Channel.REGION, as, forged(keys.regionSealer(), like));
        }
    }

    private void bindRequest() {
        byte[] like = bindRequests.get(victim);
        int parent = tree.parents(victim).getFirst();
        if (asItself != null && like != null) {
            send(parent, Path.Channel.UNICAST, victim, forged(asItself.bindRequestSealer(parent), like));
        }
    }

    /** The same words under another counter, which is ahead of all that were used. */
    private static byte[] forged(HopSealer sealer, byte[] like) {
        int outer = WireView.outerLength(like);
        byte[] out = like.clone();
        while (sealer.spi() == WireView.spi(like) && sealer.counter() <= WireView.counter(like)) {
            sealer.seal(out, 0, outer);
        }
        return Arrays.copyOf(out, sealer.seal(out, 0, outer));
    }

    private void send(int target, Path.Channel channel, int as, byte[] bytes) {
        Datagram datagram = new Datagram(0, 0, world.network().endpoint(as), channel, bytes,
                Datagram.Origin.REPLAYED);
        sent = datagram;
        world.network().inject(target, datagram);
    }
}
