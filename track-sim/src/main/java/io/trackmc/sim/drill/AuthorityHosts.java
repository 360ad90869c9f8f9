package io.trackmc.sim.drill;

import io.trackmc.keys.controller.authority.RekeyPacer;
import io.trackmc.keys.controller.authority.RekeyTriggers;
import io.trackmc.keys.controller.pki.CertificateAuthority;
import io.trackmc.keys.controller.tree.RekeyReason;
import io.trackmc.keys.controller.tree.RekeyTerms;
import io.trackmc.proto.engine.EngineEvent;
import io.trackmc.proto.event.DropReason;
import io.trackmc.proto.protect.KeyLayer;
import io.trackmc.sim.check.ExpulsionChecker;
import io.trackmc.sim.observe.WorldObserver;
import io.trackmc.sim.rekey.TreeAuthority;
import io.trackmc.sim.tree.SourceProgram;
import io.trackmc.sim.tree.Topology;
import io.trackmc.sim.world.World;

import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * The hosts of both authorities: each makes the rekeys of its layer when its pacer says so, as long as it runs. Who asks one that is down
 * asks again until it is back.
 */
final class AuthorityHosts implements WorldObserver {

    private static final long MS = 1_000_000;
    private static final long LOOK_NS = 5 * MS;
    private static final long EPOCH_MS = 1_800_000_000_000L;
    private static final long VALID_SECONDS = 86_400;

    private final World world;
    private final TreeAuthority trees;
    private final DrillKeys keys;
    private final ExpulsionChecker expulsion;
    private final Map<KeyLayer, Host> hosts = new EnumMap<>(KeyLayer.class);
    private long untilNs;

    AuthorityHosts(World world, TreeAuthority trees, DrillKeys keys, ExpulsionChecker expulsion) {
        this.world = world;
        this.trees = trees;
        this.keys = keys;
        this.expulsion = expulsion;
        Arrays.stream(KeyLayer.values()).forEach(layer -> hosts.put(layer, new Host(layer)));
    }

    /** The source begins to send; rekeys are made until some time before it ends. */
    void begin(long until) {
        untilNs = until;
        hosts.values().forEach(Host::start);
        look();
    }

    /** Ends the process of an authority; what it has on its disk stays. */
    void kill(KeyLayer layer) {
        host(layer).up = false;
    }

    /** Starts it again. */
    void start(KeyLayer layer) {
        if (!host(layer).up) {
            host(layer).start();
        }
    }

    /** Sets the clock of an authority wrong by so much; 0 sets it right. */
    void skew(KeyLayer layer, long offsetMs) {
        host(layer).offsetMs = offsetMs;
    }

    /** Whether both run, and take the certificates of members for valid: all were issued when the group was made. */
    boolean takeMembers() {
        return hosts.values().stream().allMatch(host -> host.up
                && host.offsetMs >= -CertificateAuthority.CLOCK_SKEW.toMillis()
                && host.offsetMs <= CertificateAuthority.NODE_VALIDITY.toMillis());
    }

    /** Asks for a rekey of a layer. */
    void rekey(KeyLayer layer) {
        host(layer).wanted++;
    }

    /** Asks that a node be expelled from one layer. */
    void expel(KeyLayer layer, int node) {
        host(layer).expelling.add(node);
    }

    /** Tells the transport controller that somebody else has the keys of a node, its place in the tree too: it expels it. */
    void compromised(int node) {
        Host controller = host(KeyLayer.TRANSPORT);
        controller.expelling.add(node);
        controller.compromised = true;
    }

    @Override
    public void onEvent(long atNs, int node, EngineEvent event) {
        if (node == Topology.SENDER && event instanceof EngineEvent.EpochActivated flip) {
            host(flip.layer()).pacer.active(flip.epoch());
        }
    }

    private Host host(KeyLayer layer) {
        return Objects.requireNonNull(hosts.get(layer));
    }

    private void look() {
        if (world.nowNs() >= untilNs) {
            return;
        }
        hosts.values().forEach(Host::work);
        world.at(world.nowNs() + LOOK_NS, this::look);
    }

    private final class Host {
        final KeyLayer layer;
        final Set<Integer> expelling = new TreeSet<>();
        RekeyPacer pacer;
        boolean up;
        boolean compromised;
        int wanted;
        long offsetMs;

        Host(KeyLayer layer) {
            this.layer = layer;
            this.pacer = pacer();
        }

        /** With the pacer of a program that has just been started: it does not remember when it made the last rekey. */
        void start() {
            up = true;
            pacer = pacer();
        }

        RekeyPacer pacer() {
            RekeyTriggers triggers = new RekeyTriggers(keys.rekeyEveryNs() / MS, 1, 0,
                    (keys.hardNs() + keys.overlapNs()) / MS);
            return new RekeyPacer(triggers, world.nowNs() / MS, trees.epoch(layer));
        }

        void work() {
            if (!up || !(world.node(Topology.SENDER).program() instanceof SourceProgram source)) {
                return;
            }
            long nowMs = world.nowNs() / MS;
            if (!expelling.isEmpty() && !pacer.isUrgent()) {
                pacer.urgentEvent(nowMs);
            } else if (wanted > 0 && !pacer.hasEvents()) {
                pacer.event(nowMs);
            }
            if (pacer.isDue(nowMs)) {
                make(source);
                pacer.made(nowMs, trees.epoch(layer));
            }
        }

        private void make(SourceProgram source) {
            RekeyReason reason = reason();
            for (int node : expelling) {
                trees.expel(layer, node);
                if (layer == KeyLayer.CONTENT) {
                    expulsion.expelled(node, trees.newest(layer) + 1, trees.epoch(layer) + 1);
                }
            }
            expelling.clear();
            compromised = false;
            wanted = Math.max(0, wanted - 1);
            Instant now = Instant.ofEpochMilli(EPOCH_MS + world.nowNs() / MS + offsetMs);
            List<byte[]> inners = trees.rekey(layer, RekeyTerms.of(reason, now, ms(keys.notBeforeNs()),
                    ms(keys.hardNs()), ms(keys.overlapNs()), now.plusSeconds(VALID_SECONDS)));
            world.node(Topology.SENDER).tell(nowNs -> {
                for (byte[] inner : inners) {
                    DropReason refused = source.engine().rekey(inner, nowNs);
                    if (refused != null) {
                        world.violations().report("rekey", world.nowNs(), "the sender refuses a rekey: " + refused);
                    }
                }
            });
        }

        private RekeyReason reason() {
            if (compromised) {
                return RekeyReason.COMPROMISE;
            }
            return expelling.isEmpty() ? RekeyReason.SCHEDULED : RekeyReason.EXPULSION;
        }

        private static int ms(long ns) {
            return (int) (ns / MS);
        }
    }
}
