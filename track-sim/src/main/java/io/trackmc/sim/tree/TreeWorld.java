package io.trackmc.sim.tree;

import io.trackmc.proto.engine.Endpoint;
import io.trackmc.proto.engine.EngineScratch;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.protect.KeyLayer;
import io.trackmc.proto.protect.KeyRenewal;
import io.trackmc.proto.receiver.ReceiverConfig;
import io.trackmc.proto.receiver.ReceiverEngine;
import io.trackmc.proto.receiver.ReceiverState;
import io.trackmc.proto.repairhead.RepairHeadConfig;
import io.trackmc.proto.repairhead.RepairHeadEngine;
import io.trackmc.proto.sender.SenderConfig;
import io.trackmc.proto.sender.SenderEngine;
import io.trackmc.proto.tree.ParentCandidate;
import io.trackmc.proto.tree.TenantLimits;
import io.trackmc.sim.core.Seed;
import io.trackmc.sim.node.Launch;
import io.trackmc.sim.node.Launcher;
import io.trackmc.sim.node.Program;
import io.trackmc.sim.node.SimNode;
import io.trackmc.sim.world.World;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A world in which the nodes of a tree run the production engines; none of them is started yet. */
public final class TreeWorld {

    private static final long SESSION_STRIDE = 1 << 16;
    private static final long SESSION_MASK = SESSION_STRIDE - 1;

    private final World world;
    private final EngineScratch scratch = new EngineScratch();
    private final Topology topology;
    private final Load load;
    private final TreeSettings settings;
    private final NodeKeys keys;
    private int awaitedReceivers;
    private boolean followsSource;
    private boolean keepsReceipts;
    private long stayNs;

    /** With real keys. */
    public TreeWorld(Seed seed, Topology topology, Load load, TreeSettings settings) {
        this(seed, topology, load, settings, new TreeKeys(topology, seed.child("keys")));
    }

    /** With the given keys, which must be of the same topology. */
    public TreeWorld(Seed seed, Topology topology, Load load, TreeSettings settings, NodeKeys keys) {
        this.world = new World(seed);
        this.topology = topology;
        this.load = load;
        this.settings = settings;
        this.keys = keys;
        this.awaitedReceivers = topology.of(Place.Role.RECEIVER).size();
        topology.places().forEach(this::addNode);
    }

    /** How many receivers the source waits for, when not all of them; before the source starts. */
    public void awaitReceivers(int receivers) {
        awaitedReceivers = receivers;
    }

    /** Receivers stay for the next run of the source when a session is over; before nodes start. */
    public void followSource() {
        followsSource = true;
    }

    /** The source keeps its session open for so long at least, from its start on; before it starts. */
    public void stayOpen(long forNs) {
        stayNs = forNs;
    }

    /** Parents keep receipts of what their children confirm; before nodes start. */
    public void keepReceipts() {
        keepsReceipts = true;
    }

    /** How many receivers are in the session, as they know themselves. */
    public long receiversInSession() {
        return world.nodes().stream()
                .filter(node -> node.program() instanceof ReceiverProgram receiver
                        && receiver.engine().state() == ReceiverState.RECEIVING)
                .count();
    }

    /** The world itself. */
    public World world() {
        return world;
    }

    /** Who is where. */
    public Topology topology() {
        return topology;
    }

    /** Starts all nodes now, in the order of their ids. */
    public void start() {
        world.nodes().forEach(node -> node.start());
    }

    /** An authority has given a node keys of a layer: its engine goes on with them, if it runs. */
    public void renew(int node, KeyLayer layer, KeyRenewal renewal) {
        SimNode host = world.node(node);
        host.tell(nowNs -> {
            switch (host.program()) {
                case SourceProgram source -> source.engine().renew(nowNs, layer, renewal);
                case RepairHeadProgram head -> head.engine().renew(nowNs, layer, renewal);
                case ReceiverProgram receiver -> receiver.engine().renew(nowNs, layer, renewal);
                case null, default -> throw new IllegalStateException("node " + node + " has no engine");
            }
        });
    }

    /** Whether every running node considers the session over. */
    public boolean isFinished() {
        return world.nodes().stream().allMatch(node -> isFinished(node.program()));
    }

    /** What the sender knows; empty while it is down. */
    public Optional<SenderEngine> sender() {
        return world.node(Topology.SENDER).program() instanceof SourceProgram source ? Optional.of(source.engine())
                : Optional.empty();
    }

    private static boolean isFinished(@Nullable Program program) {
        return switch (program) {
            case SourceProgram source -> source.isFinished();
            case RepairHeadProgram head -> head.isFinished();
            case ReceiverProgram receiver -> receiver.isFinished();
            case null, default -> true;
        };
    }

    private void addNode(Place place) {
        world.addNode(place.id(), settings.hosts().apply(place.id()), launcher(place));
        if (place.role() != Place.Role.SENDER) {
            world.network().joinData(place.id());
        }
        place.parents().forEach(parent -> world.network().joinRegion(place.id(), parent));
    }

    private Launcher launcher(Place place) {
        return switch (place.role()) {
            case SENDER -> this::launchSender;
            case REPAIR_HEAD -> (launch, nowNs) -> launchRepairHead(place, launch, nowNs);
            case RECEIVER -> (launch, nowNs) -> launchReceiver(place, launch, nowNs);
        };
    }

    private Program launchSender(Launch launch, long nowNs) {
        RunKeys own = keys.ofRun(topology.place(launch.node()), launch.incarnation());
        SenderEngine engine = new SenderEngine(own.hop(), Objects.requireNonNull(own.sealer()), own.rekeys(),
                new SenderConfig(port(launch.node()), settings.rules()),
                settings.config(), scratch);
        if (keepsReceipts) {
            engine.region().keepReceipts();
        }
        engine.start(nowNs);
        Load present = launch.run() == 1 ? load : load.again(launch.run());
        return new SourceProgram(engine, present, awaitedReceivers, settings.waitNs(), stayNs, launch.journal(),
                nowNs);
    }

    private Program launchRepairHead(Place place, Launch launch, long nowNs) {
        RepairHeadConfig config = new RepairHeadConfig(Topology.SENDER, place.region(), homeRegion(place),
                port(place.id()),
                candidates(place));
        RunKeys own = keys.ofRun(place, launch.incarnation());
        RepairHeadEngine engine = new RepairHeadEngine(own.hop(), own.rekeys(), config, TenantLimits.NONE,
                settings.config(),
                launch.seed().generator(), scratch);
        if (keepsReceipts) {
            engine.region().keepReceipts();
        }
        engine.start(nowNs);
        return new RepairHeadProgram(engine);
    }

    private Program launchReceiver(Place place, Launch launch, long nowNs) {
        Appetite appetite = settings.appetites().apply(place.id());
        ReceiverEngine first = receiverEngine(place, launch, Incarnation.ZERO, appetite, nowNs);
        ReceiverProgram.NextSession sessions = (finished, atNs) -> receiverEngine(place, later(launch, finished),
                finished, appetite, atNs);
        return new ReceiverProgram(first, appetite, followsSource ? sessions : null, launch.journal(), nowNs);
    }

    private ReceiverEngine receiverEngine(Place place, Launch launch, Incarnation after, Appetite appetite,
            long nowNs) {
        ReceiverConfig config = new ReceiverConfig(Topology.SENDER, homeRegion(place), candidates(place),
                appetite.explicitConfirm(), after);
        RunKeys own = keys.ofRun(place, launch.incarnation());
        ReceiverEngine engine = new ReceiverEngine(own.hop(), Objects.requireNonNull(own.opener()), own.rekeys(),
                config,
                settings.config(), launch.seed().generator(), scratch);
        engine.start(nowNs);
        return engine;
    }

    /** Each session of a receiver is a later run to its parents; a host that restarts must not do so after its second session. */
    private static Launch later(Launch launch, Incarnation finished) {
        Incarnation own = launch.incarnation();
        Seed seed = launch.seed().child(finished.high());
        long high = own.high() + SESSION_STRIDE + (finished.high() & SESSION_MASK);
        return new Launch(launch.node(), launch.run(), new Incarnation(high, seed.child("incarnation").value()), seed,
                launch.journal());
    }

    private List<ParentCandidate> candidates(Place place) {
        return place.parents().stream().map(parent -> new ParentCandidate(parent, topology.place(parent).region(),
                settings.knownEndpoints() ? endpoint(parent) : null)).toList();
    }

    private int homeRegion(Place place) {
        return topology.place(place.parents().getFirst()).region();
    }

    private int port(int node) {
        return endpoint(node).port();
    }

    private Endpoint endpoint(int node) {
        return world.network().endpoint(node);
    }
}
