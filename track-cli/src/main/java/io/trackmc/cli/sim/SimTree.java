package io.trackmc.cli.sim;

import io.trackmc.net.tree.EventLog;
import io.trackmc.net.tree.TreeChild;
import io.trackmc.net.tree.TreeDocument;
import io.trackmc.net.tree.TreeNode;
import io.trackmc.proto.engine.EngineEvent;
import io.trackmc.proto.event.CounterId;
import io.trackmc.proto.event.Counters;
import io.trackmc.proto.tree.Child;
import io.trackmc.proto.tree.ChildTable;
import io.trackmc.proto.tree.SessionState;
import io.trackmc.sim.node.Program;
import io.trackmc.sim.scale.ScaleRun;
import io.trackmc.sim.tree.Place;
import io.trackmc.sim.tree.RepairHeadProgram;
import io.trackmc.sim.tree.SourceProgram;
import io.trackmc.sim.tree.Topology;
import io.trackmc.sim.tree.TreeWorld;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The live tree of a simulated group: what its sender's and repair heads' engines know, in the words of a management address. One thread. */
public final class SimTree implements ScaleRun.Onlooker {

    private static final String GROUP = "simulated";
    private static final int MOST_DEPTH = 8;
    private static final int NOBODY = 0;

    private final Map<Integer, EventLog> logs = new HashMap<>();
    private final Map<Integer, Long> crashedMs = new HashMap<>();
    private final Map<Integer, Integer> parents = new HashMap<>();
    private final long beganMs;
    private long nowMs;
    private List<TreeDocument.Heard> nodes = List.of();

    /** Of a run that begins at the present time. */
    public SimTree() {
        nowMs = System.currentTimeMillis();
        beganMs = nowMs;
    }

    @Override
    public void onEvent(long atNs, int node, EngineEvent event) {
        nowMs = beganMs + TimeUnit.NANOSECONDS.toMillis(atNs);
        if (event instanceof EngineEvent.ParentBound bound) {
            parents.put(node, bound.parent());
        }
        logs.computeIfAbsent(node, _ -> new EventLog()).add(nowMs, event);
    }

    @Override
    public void onHost(long atNs, int node, int run, HostChange change) {
        if (change == HostChange.CRASHED) {
            crashedMs.put(node, beganMs + TimeUnit.NANOSECONDS.toMillis(atNs));
        }
    }

    @Override
    public void half(TreeWorld tree) {
        nowMs = beganMs + TimeUnit.NANOSECONDS.toMillis(tree.world().nowNs());
        Topology topology = tree.topology();
        List<TreeDocument.Heard> heard = new ArrayList<>();
        for (Place place : topology.places()) {
            boolean isUp = tree.world().node(place.id()).isRunning();
            TreeNode node = node(topology, place, isUp ? tree.world().node(place.id()).program() : null);
            if (node != null) {
                long agoMs = isUp ? 0 : nowMs - crashedMs.getOrDefault(place.id(), beganMs);
                heard.add(new TreeDocument.Heard(node, Math.min(place.level(), MOST_DEPTH), agoMs));
            }
        }
        nodes = heard;
    }

    /** What there was to be told when half of the messages were offered. */
    public TreeDocument document() {
        return new TreeDocument(nowMs, nodes, List.of(), List.of(), 0);
    }

    private @Nullable TreeNode node(Topology topology, Place place, @Nullable Program program) {
        return switch (program) {
            case SourceProgram source -> node(topology, place, source.engine().region().children(),
                    source.engine().session(), source.engine().stableSequence(), source.engine().counters());
            case RepairHeadProgram head -> node(topology, place, head.engine().region().children(),
                    head.engine().session(), head.engine().cumAck(), head.engine().counters());
            case null -> place.role() == Place.Role.REPAIR_HEAD ? gone(topology, place) : null;
            default -> null;
        };
    }

    /** Of one that has crashed nothing is left but what it has said. */
    private TreeNode gone(Topology topology, Place place) {
        EventLog log = logs.computeIfAbsent(place.id(), _ -> new EventLog());
        TreeNode.Place where = new TreeNode.Place(place.region(), tenant(topology, place), NOBODY, "", "",
                SessionState.DISCONNECTED, "", "");
        return new TreeNode(GROUP, place.id(), name(topology, place.id()), role(place), where,
                new TreeNode.Work(0, 0, 0, 0, 0, 0, 0, 0), new TreeNode.Epochs(1, 0, 0), List.of(),
                log.events(id -> name(topology, id)));
    }

    private static String tenant(Topology topology, Place place) {
        int tenant = topology.tenantOf(place.id());
        return tenant < 0 ? "" : "tenant-" + (tenant + 1);
    }

    private TreeNode node(Topology topology, Place place, ChildTable children, SessionState session, long has,
            Counters counters) {
        int parent = place.role() == Place.Role.SENDER ? NOBODY : parents.getOrDefault(place.id(), NOBODY);
        EventLog log = logs.computeIfAbsent(place.id(), _ -> new EventLog());
        TreeNode.Place where = new TreeNode.Place(place.region(), tenant(topology, place), parent,
                parent == NOBODY ? "" : name(topology, parent),
                log.lostParent() == NOBODY ? "" : name(topology, log.lostParent()), session.level(), "", "");
        long highest = session.highestSequence();
        List<TreeChild> below = children(topology, place.id(), children, highest, log);
        long repairs = counters.get(CounterId.REPAIRS_SENT_UNICAST) + counters.get(CounterId.REPAIRS_SENT_REGION)
                + counters.get(CounterId.REPAIRS_SENT_DATA);
        TreeNode.Work work = new TreeNode.Work(highest, has, below.stream().mapToLong(TreeChild::receivers).sum(),
                repairs, counters.get(CounterId.REPAIRS_RECEIVED), counters.get(CounterId.NACKS_RECEIVED),
                counters.get(CounterId.NACKS_SENT), counters.get(CounterId.FAILOVERS));
        return new TreeNode(GROUP, place.id(), name(topology, place.id()), role(place), where, work,
                new TreeNode.Epochs(1, 0, place.role() == Place.Role.SENDER ? 1 : 0), below,
                log.events(id -> name(topology, id)));
    }

    private static List<TreeChild> children(Topology topology, int parent, ChildTable table, long highest,
            EventLog log) {
        List<TreeChild> result = new ArrayList<>();
        for (int i = 0; i < table.size(); i++) {
            Child child = table.at(i);
            if (child != null && child.isBound()) {
                TreeChild told = TreeChild.of(child, id -> name(topology, id), highest, log.childSince(child.id()));
                int home = topology.place(child.id()).parents().getFirst();
                result.add(home == parent ? told : told.from(name(topology, home)));
            }
        }
        return result;
    }

    private static String role(Place place) {
        return switch (place.role()) {
            case SENDER -> "sender";
            case REPAIR_HEAD -> "repair-head";
            case RECEIVER -> "receiver";
        };
    }

    private static String name(Topology topology, int id) {
        boolean isKnown = id > 0 && id <= topology.places().size();
        if (!isKnown) {
            return Integer.toUnsignedString(id);
        }
        return switch (topology.place(id).role()) {
            case SENDER -> "sender";
            case REPAIR_HEAD -> "rh-" + (id - Topology.SENDER);
            case RECEIVER -> "receiver-" + id;
        };
    }
}
