package io.trackmc.sim.tree;

import io.trackmc.sim.core.Seed;
import io.trackmc.sim.tree.Place.Role;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** A tree: the sender first, then repair heads, then receivers, each after its primary parent. Immutable. */
public final class Topology {

    /** Node id of the sender. */
    public static final int SENDER = 1;

    private static final int MAX_REPAIR_HEADS = 5;
    private static final int MAX_LEVELS = 3;
    private static final int MAX_RECEIVERS = 12;
    private static final double BELOW_SENDER = 0.15;

    private static final int NOBODY = -1;

    private final List<Place> places;
    private final int tenants;
    /** By node id; empty when there is one tenant. */
    private final int[] owners;

    /**
     * One in which everything is everybody's.
     *
     * @param places all nodes; ids are 1, 2, 3 and so on
     */
    public Topology(List<Place> places) {
        this(places, 1);
    }

    private Topology(List<Place> places, int tenants) {
        this.places = List.copyOf(places);
        this.tenants = tenants;
        this.owners = tenants == 1 ? new int[0] : owners(this.places, tenants);
    }

    /** All nodes; their ids are 1, 2, 3 and so on. */
    public List<Place> places() {
        return places;
    }

    /** Tenants over which the repair heads under the sender are spread in turn, each with all below it; 1: everything is everybody's. */
    public int tenants() {
        return tenants;
    }

    /** The same with tenants. */
    public Topology withTenants(int count) {
        return new Topology(places, count);
    }

    /** Number of the tenant whose a node is, from 0; -1 for nobody's. */
    public int tenantOf(int node) {
        return tenants > 1 ? owners[node] : NOBODY;
    }

    /** Whether a parent's region is another tenant's than a node is. */
    public boolean areApart(int node, int parent) {
        return tenants > 1 && owners[parent] != NOBODY && owners[parent] != owners[node];
    }

    private static int[] owners(List<Place> places, int tenants) {
        int[] owners = new int[places.size() + 1];
        int top = 0;
        for (Place place : places) {
            if (place.level() > 1) {
                owners[place.id()] = owners[place.parents().getFirst()];
            } else {
                owners[place.id()] = place.role() == Role.REPAIR_HEAD ? top++ % tenants : NOBODY;
            }
        }
        return owners;
    }

    /** The place of a node. */
    public Place place(int id) {
        return places.get(id - 1);
    }

    /** Places of one role. */
    public List<Place> of(Role role) {
        return places.stream().filter(place -> place.role() == role).toList();
    }

    /** Ids of all nodes of one role. */
    public BitSet ids(Role role) {
        BitSet ids = new BitSet();
        of(role).forEach(place -> ids.set(place.id()));
        return ids;
    }

    /** Ids of all parents in whose region a receiver may come to be, as a child or by fail-over. */
    public BitSet parentsOfLeaves() {
        BitSet parents = new BitSet();
        of(Role.RECEIVER).forEach(receiver -> receiver.parents().forEach(parents::set));
        return parents;
    }

    /** One repair head under the sender, and receivers under it. */
    public static Topology oneRegion(int receivers) {
        List<Place> places = start();
        places.add(new Place(2, Role.REPAIR_HEAD, 1, List.of(SENDER)));
        for (int i = 0; i < receivers; i++) {
            places.add(new Place(3 + i, Role.RECEIVER, 2, List.of(2)));
        }
        return new Topology(places);
    }

    /** A tree filled top down, with one backup parent for each node that can have one. */
    public static Topology filled(int receivers, int fanout) {
        return filled(receivers, fanout, 1);
    }

    /** The same with as few levels as possible. */
    public static Topology filled(int receivers, int fanout, int backups) {
        return filled(receivers, fanout, backups, 1);
    }

    /**
     * A tree filled top down: the sender has {@code fanout} repair heads below it, or as many as there are receivers, each parent has up to
     * {@code fanout} children, and all receivers are on one level.
     *
     * @param backups how many parents each node has besides its primary, where there are as many: the next ones on the primary's level
     * @param levels of repair heads at least; those between the first and the last grow by the same factor
     */
    public static Topology filled(int receivers, int fanout, int backups, int levels) {
        List<Place> places = start();
        int first = Math.min(receivers, fanout);
        int leafParents = Math.max(first, (receivers + fanout - 1) / fanout);
        double growth = levels == 1 ? 1 : Math.pow((double) leafParents / first, 1.0 / (levels - 1));
        List<Place> parents = List.copyOf(places);
        for (int level = 1; level <= levels || parents.size() < leafParents; level++) {
            long most = Math.min(leafParents, (long) parents.size() * fanout);
            long wanted = level >= levels ? most : Math.round(first * Math.pow(growth, level - 1));
            parents = addLevel(places, parents, Role.REPAIR_HEAD, (int) Math.clamp(wanted, first, most), backups);
        }
        addLevel(places, parents, Role.RECEIVER, receivers, backups);
        return new Topology(places);
    }

    private static List<Place> addLevel(List<Place> places, List<Place> parents, Role role, int count, int backups) {
        List<List<Integer>> ids = new ArrayList<>();
        for (int i = 0; i < parents.size(); i++) {
            int first = i;
            int most = Math.min(backups + 1, parents.size());
            ids.add(IntStream.range(0, most).mapToObj(b -> parents.get((first + b) % parents.size()).id()).toList());
        }
        List<Place> level = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int at = (int) ((long) i * parents.size() / count);
            level.add(new Place(places.size() + i + 1, role, parents.get(at).level() + 1, ids.get(at)));
        }
        places.addAll(level);
        return level;
    }

    /** A small tree of 1 to 5 repair heads on 1 to 3 levels and 1 to 12 receivers, some of them directly under the sender. */
    public static Topology random(Seed seed) {
        RandomGenerator random = seed.generator();
        List<Place> places = start();
        int levels = 1 + random.nextInt(MAX_LEVELS);
        int repairHeads = 1 + random.nextInt(MAX_REPAIR_HEADS);
        for (int i = 0; i < repairHeads; i++) {
            Place parent = pick(places, levels - 1, random);
            places.add(new Place(places.size() + 1, Role.REPAIR_HEAD, parent.level() + 1, List.of(parent.id())));
        }
        addBackups(places, 1, repairHeads, random);
        int receivers = 1 + random.nextInt(MAX_RECEIVERS);
        for (int i = 0; i < receivers; i++) {
            boolean belowSender = random.nextDouble() < BELOW_SENDER;
            Place parent = belowSender ? places.getFirst() : places.get(1 + random.nextInt(repairHeads));
            places.add(new Place(places.size() + 1, Role.RECEIVER, parent.level() + 1, List.of(parent.id())));
        }
        addBackups(places, 1 + repairHeads, repairHeads, random);
        return new Topology(places);
    }

    private static List<Place> start() {
        List<Place> places = new ArrayList<>();
        places.add(new Place(SENDER, Role.SENDER, 0, List.of()));
        return places;
    }

    private static Place pick(List<Place> places, int maxLevel, RandomGenerator random) {
        List<Place> possible = places.stream().filter(place -> place.level() <= maxLevel).toList();
        return possible.get(random.nextInt(possible.size()));
    }

    /** Gives each node from an index on up to two backups among sender and repair heads, in random order. */
    private static void addBackups(List<Place> places, int from, int repairHeads, RandomGenerator random) {
        for (int i = from; i < places.size(); i++) {
            Place place = places.get(i);
            List<Integer> parents = new ArrayList<>(place.parents());
            int backups = random.nextInt(3);
            for (int tries = 0; tries < backups; tries++) {
                int backup = 1 + random.nextInt(repairHeads + 1);
                if (backup != place.id() && !parents.contains(backup)) {
                    parents.add(backup);
                }
            }
            places.set(i, new Place(place.id(), place.role(), place.level(), parents));
        }
    }
}
