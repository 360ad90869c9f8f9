package io.trackmc.sim.drill;

import io.trackmc.proto.protect.KeyLayer;
import io.trackmc.sim.tree.Place;
import io.trackmc.sim.tree.Place.Role;
import io.trackmc.sim.tree.Topology;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The tree of a drill, with the names that operators use: {@code sender}, {@code rh-1}.., {@code receiver-1}.., level by level.
 *
 * <p>Each level is spread evenly over the one above it. Backups of a node are the siblings of its parent, each child of a region
 * beginning with another one so that orphans spread, and then the parent of its parent.
 */
public final class DrillTree {

    /** Name of the source. */
    public static final String SENDER_NAME = "sender";

    /** Name of the authority that has the transport keys. */
    public static final String TRANSPORT_CONTROLLER = "transport-controller";

    /** Name of the authority that has the content keys. */
    public static final String CONTENT_AUTHORITY = "content-authority";

    private final Topology topology;
    private final Map<String, Integer> ids = new LinkedHashMap<>();
    private final List<String> names = new ArrayList<>();
    private final List<List<Integer>> children = new ArrayList<>();

    public DrillTree(DrillGroup group) {
        List<Place> places = new ArrayList<>();
        places.add(new Place(Topology.SENDER, Role.SENDER, 0, List.of()));
        int firstParent = 0;
        int parents = 1;
        for (int wanted : group.repairHeads()) {
            int first = places.size();
            addLevel(places, firstParent, parents, wanted, Role.REPAIR_HEAD, group.backups());
            firstParent = first;
            parents = wanted;
        }
        addLevel(places, firstParent, parents, group.receivers(), Role.RECEIVER, group.backups());
        topology = new Topology(places);
        nameAll();
    }

    /** Who is where. */
    public Topology topology() {
        return topology;
    }

    /** All names of nodes, by ascending id; the id of the first is 1. */
    public List<String> names() {
        return names;
    }

    /** Whether this is no node of the tree, but an authority. */
    public boolean isAuthority(int id) {
        return id > names.size();
    }

    /** Id of the authority that has the keys of a layer. */
    public int authority(KeyLayer layer) {
        return names.size() + 1 + layer.ordinal();
    }

    /** The layer whose keys an authority has. */
    public KeyLayer layer(int authority) {
        return KeyLayer.values()[authority - names.size() - 1];
    }

    /** Name of a node or an authority. */
    public String name(int id) {
        return isAuthority(id) ? nameOf(layer(id)) : names.get(id - 1);
    }

    private static String nameOf(KeyLayer layer) {
        return layer == KeyLayer.TRANSPORT ? TRANSPORT_CONTROLLER : CONTENT_AUTHORITY;
    }

    /** Whether there is a node or authority of that name. */
    public boolean has(String name) {
        return ids.containsKey(name);
    }

    /** Id of a node that is there. */
    public int id(String name) {
        return Objects.requireNonNull(ids.get(name), name);
    }

    /** Nodes whose primary parent this is. */
    public List<Integer> children(int id) {
        return isAuthority(id) ? List.of() : children.get(id);
    }

    /** Parents of a node, the primary first. */
    List<Integer> parents(int id) {
        return isAuthority(id) ? List.of() : topology.place(id).parents();
    }

    private void nameAll() {
        int repairHeads = 0;
        int receivers = 0;
        children.add(List.of());
        for (Place place : topology.places()) {
            String name = switch (place.role()) {
                case SENDER -> SENDER_NAME;
                case REPAIR_HEAD -> "rh-" + ++repairHeads;
                case RECEIVER -> "receiver-" + ++receivers;
            };
            names.add(name);
            ids.put(name, place.id());
            children.add(new ArrayList<>());
            if (place.role() != Role.SENDER) {
                children.get(place.parents().getFirst()).add(place.id());
            }
        }
        for (KeyLayer layer : KeyLayer.values()) {
            ids.put(nameOf(layer), authority(layer));
        }
    }

    private static void addLevel(
            List<Place> places, int firstParent, int parents, int wanted, Role role, int backups) {
        List<Place> above = List.copyOf(places.subList(firstParent, firstParent + parents));
        for (int at = 0; at < parents; at++) {
            int first = firstOfRegion(at, parents, wanted);
            int end = firstOfRegion(at + 1, parents, wanted);
            List<Integer> siblings = siblings(above, above.get(at));
            for (int i = first; i < end; i++) {
                places.add(new Place(places.size() + 1, role, above.get(at).level() + 1,
                        parents(above.get(at), siblings, i - first, backups)));
            }
        }
    }

    private static int firstOfRegion(int at, int parents, int wanted) {
        return (int) ((long) at * wanted / parents);
    }

    /** Those under the same parent, beginning with the next one. */
    private static List<Integer> siblings(List<Place> level, Place node) {
        if (node.role() == Role.SENDER) {
            return List.of();
        }
        List<Integer> family = level.stream()
                .filter(place -> place.parents().getFirst().equals(node.parents().getFirst()))
                .map(Place::id).toList();
        int own = family.indexOf(node.id());
        List<Integer> siblings = new ArrayList<>(family.subList(own + 1, family.size()));
        siblings.addAll(family.subList(0, own));
        return siblings;
    }

    private static List<Integer> parents(Place parent, List<Integer> siblings, int indexInRegion, int backups) {
        List<Integer> all = new ArrayList<>(List.of(parent.id()));
        for (int i = 0; i < Math.min(backups, siblings.size()); i++) {
            all.add(siblings.get((indexInRegion + i) % siblings.size()));
        }
        if (all.size() <= backups && parent.role() != Role.SENDER) {
            all.add(parent.parents().getFirst());
        }
        return all;
    }
}
