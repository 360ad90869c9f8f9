package io.trackmc.sim.scenario;

import io.trackmc.sim.core.Seed;
import io.trackmc.sim.fault.Fault;
import io.trackmc.sim.tree.Place;
import io.trackmc.sim.tree.Topology;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.random.RandomGenerator;

/** Draws the faults of a run. */
final class FaultPlan {

    /** Longest disturbance, all of one node together, for which nobody may be given up. */
    static final long HARMLESS_NS = 200_000_000;

    private static final long LONG_NS = 3_000_000_000L;
    /** More than a drain takes at most. */
    private static final long DRAIN_NS = 13_000_000_000L;

    /** Most changeovers are over by then. */
    private static final long CHANGEOVER_NS = 300_000_000L;

    private static final int MAX_FAULTS = 6;
    private static final Fault.Way[] WAYS = Fault.Way.values();

    private final Topology topology;
    private final long horizonNs;
    private final RandomGenerator random;

    FaultPlan(Topology topology, long horizonNs, Seed seed) {
        this.topology = topology;
        this.horizonNs = horizonNs;
        this.random = seed.generator();
    }

    /** Pauses, cuts and clogs whose lengths add up to no more than {@link #HARMLESS_NS}. */
    List<Fault> harmless() {
        List<Fault> faults = new ArrayList<>();
        int count = 1 + random.nextInt(MAX_FAULTS);
        for (int i = 0; i < count; i++) {
            faults.add(disturbance(HARMLESS_NS / count));
        }
        return faults;
    }

    /** Crashes of repair heads and receivers, and disturbances of any length up to seconds. */
    List<Fault> harsh() {
        List<Fault> faults = new ArrayList<>();
        int count = 1 + random.nextInt(MAX_FAULTS);
        for (int i = 0; i < count; i++) {
            faults.add(random.nextBoolean() ? crash() : disturbance(LONG_NS));
        }
        return faults;
    }

    /** Repair heads leave in order, one after another or several at a time, each with time enough to do so. */
    List<Fault> leaving() {
        int[] repairHeads = topology.ids(Place.Role.REPAIR_HEAD).stream().toArray();
        List<Fault> faults = new ArrayList<>();
        int count = repairHeads.length == 0 ? 0 : 1 + random.nextInt(MAX_FAULTS);
        for (int i = 0; i < count; i++) {
            long atNs = random.nextLong(horizonNs);
            faults.add(new Fault.Drain(repairHeads[random.nextInt(repairHeads.length)], atNs, atNs + DRAIN_NS));
        }
        return faults;
    }

    /** One repair head crashes soon after each of these times, and is started again some time later. */
    List<Fault> crashesAfter(long... timesNs) {
        int[] repairHeads = topology.ids(Place.Role.REPAIR_HEAD).stream().toArray();
        List<Fault> faults = new ArrayList<>();
        for (int i = 0; repairHeads.length > 0 && i < timesNs.length; i++) {
            long atNs = timesNs[i] + random.nextLong(CHANGEOVER_NS);
            int node = repairHeads[random.nextInt(repairHeads.length)];
            faults.add(new Fault.Crash(node, atNs, atNs + 1 + random.nextLong(2 * LONG_NS)));
        }
        return faults;
    }

    private Fault crash() {
        long atNs = random.nextLong(horizonNs);
        return new Fault.Crash(anyButSender(), atNs, atNs + 1 + random.nextLong(LONG_NS));
    }

    private Fault disturbance(long longestNs) {
        long atNs = random.nextLong(horizonNs);
        long untilNs = atNs + 1 + random.nextLong(longestNs);
        return switch (random.nextInt(3)) {
            case 0 -> new Fault.Pause(anyButSender(), atNs, untilNs);
            case 1 -> new Fault.Cut(anySide(), WAYS[random.nextInt(WAYS.length)], atNs, untilNs);
            default -> new Fault.Clog(any(), any(), atNs, untilNs);
        };
    }

    private BitSet anySide() {
        BitSet side = new BitSet();
        int size = 1 + random.nextInt(3);
        for (int i = 0; i < size; i++) {
            side.set(anyButSender());
        }
        return side;
    }

    private int any() {
        return 1 + random.nextInt(topology.places().size());
    }

    private int anyButSender() {
        return 2 + random.nextInt(topology.places().size() - 1);
    }
}
