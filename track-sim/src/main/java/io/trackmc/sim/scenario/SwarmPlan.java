package io.trackmc.sim.scenario;

import io.trackmc.proto.engine.ProtocolConfig;
import io.trackmc.proto.wire.ConfirmOn;
import io.trackmc.proto.wire.CongestionControl;
import io.trackmc.proto.wire.DeliveryOrder;
import io.trackmc.proto.wire.LateJoin;
import io.trackmc.proto.wire.SessionRules;
import io.trackmc.sim.core.LocalClock;
import io.trackmc.sim.core.Seed;
import io.trackmc.sim.fault.Fault;
import io.trackmc.sim.rekey.RekeyPlan;
import io.trackmc.sim.node.HostSettings;
import io.trackmc.sim.tree.Appetite;
import io.trackmc.sim.tree.Load;
import io.trackmc.sim.tree.Place;
import io.trackmc.sim.tree.Topology;
import io.trackmc.sim.tree.TreeSettings;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Everything about one run of the swarm, as it follows from scenario and seed. Its text is what a reader of a failure wants
 * to see first.
 *
 * @param number of the run within the scenario, from which everything follows
 * @param seed root of everything random in it
 * @param faults in no particular order
 * @param rekeys how keys change meanwhile
 * @param healNs when all faults are over
 * @param gapsAllowed nodes that may report gaps
 */
public record SwarmPlan(Scenario scenario, long number, Seed seed, Topology topology, Load load, TreeSettings settings,
        Weather weather,
        List<Fault> faults, RekeyPlan rekeys, long healNs, BitSet gapsAllowed) {

    private static final long SECOND_NS = 1_000_000_000L;
    private static final long START_NS = SECOND_NS / 2;
    private static final int[] WINDOWS = {64, 256, 2_048};
    private static final int[] DATAGRAMS = {1_200, 1_408, 1_408, 8_900};
    private static final int MAX_SKEW_PPM = 100;
    private static final long MIN_HOLD_NS = 20_000_000;

    /** Draws a run. */
    public static SwarmPlan draw(Scenario scenario, long number) {
        Seed seed = new Seed(number).child(scenario.text());
        Topology topology = Topology.random(seed.child("topology"))
                .withTenants(seed.child("tenants").generator().nextInt(3) == 0 ? 2 : 1);
        Load load = Load.random(seed.child("load"));
        Weather weather = scenario == Scenario.CALM
                ? Weather.calm(seed.child("weather"))
                : Weather.stormy(seed.child("weather"));
        long horizonNs = START_NS + 2 * load.intervalNs() * load.messages() + SECOND_NS;
        TreeSettings settings = settings(scenario, seed);
        FaultPlan trouble = new FaultPlan(topology, horizonNs, seed.child("faults"));
        List<Fault> faults = faults(scenario, seed, trouble);
        RekeyPlan rekeys = switch (scenario) {
            case REKEYING -> RekeyPlan.draw(topology, leaving(faults), horizonNs, seed.child("rekeys"));
            case CHANGEOVER -> RekeyPlan.drawLong(topology, horizonNs, seed.child("rekeys"));
            default -> RekeyPlan.NONE;
        };
        if (scenario == Scenario.CHANGEOVER) {
            faults = trouble.crashesAfter(rekeys.rekeys().stream().mapToLong(RekeyPlan.Rekey::atNs).toArray());
        }
        long healNs = faults.stream().mapToLong(Fault::untilNs).reduce(horizonNs, Math::max);
        BitSet gapsAllowed = settings.rules().isTimely() ? everybodyBelowTheSource(topology)
                : new Exposure(topology, withExpulsions(faults, rekeys)).gapsAllowed();
        return new SwarmPlan(scenario, number, seed, topology, load, settings, weather, faults, rekeys, healNs,
                gapsAllowed);
    }

    /** Who depends on the expelled, or on one that lies, is to go to another parent, as when one leaves. */
    private static List<Fault> withExpulsions(List<Fault> faults, RekeyPlan rekeys) {
        List<Fault> all = new ArrayList<>(faults);
        rekeys.expelled().stream().forEach(node -> all.add(new Fault.Drain(node, 0, 0)));
        rekeys.lies().keySet().forEach(node -> all.add(new Fault.Drain(node, 0, 0)));
        return all;
    }

    private static BitSet leaving(List<Fault> faults) {
        BitSet leaving = new BitSet();
        for (Fault fault : faults) {
            if (fault instanceof Fault.Drain drain) {
                leaving.set(drain.node());
            }
        }
        return leaving;
    }

    private static List<Fault> faults(Scenario scenario, Seed seed, FaultPlan plan) {
        return switch (scenario) {
            case DISTURBED -> plan.harmless();
            case HARSH -> plan.harsh();
            case LEAVING -> plan.leaving();
            case MODES -> isHarsh(scenario, seed) ? plan.harsh() : plan.harmless();
            case REKEYING -> switch (seed.child("trouble").generator().nextInt(4)) {
                case 0 -> List.of();
                case 1 -> plan.harmless();
                case 2 -> plan.leaving();
                default -> plan.harsh();
            };
            default -> List.of();
        };
    }

    /** Whether the session stays open until all is healed and settled, so that the source's count of receivers can be judged. */
    boolean staysOpen() {
        return scenario == Scenario.MODES && seed.child("open").generator().nextInt(3) == 0;
    }

    private static TreeSettings settings(Scenario scenario, Seed seed) {
        RandomGenerator random = seed.child("settings").generator();
        int window = WINDOWS[random.nextInt(WINDOWS.length)];
        ProtocolConfig config = ProtocolConfig.lan().withSizes(DATAGRAMS[random.nextInt(DATAGRAMS.length)], window, 64)
                .withRates(rate(random), rate(random))
                .withDiscovery(seed.child("discovery").generator().nextInt(3) == 0);
        // What a node that has missed rekeys hears of addresses it cannot verify.
        boolean knownEndpoints = random.nextInt(4) != 0 || scenario.changesKeys();
        long waitNs = (scenario.changesKeys() ? 20 : isHarsh(scenario, seed) ? 5 : 60) * SECOND_NS;
        return new TreeSettings(config, node -> host(seed.child("host").child(node), config.datagramBytes()),
                node -> appetite(seed.child("appetite").child(node)), waitNs, rules(scenario, seed), knownEndpoints);
    }

    private static BitSet everybodyBelowTheSource(Topology topology) {
        BitSet nodes = topology.ids(Place.Role.RECEIVER);
        nodes.or(topology.ids(Place.Role.REPAIR_HEAD));
        return nodes;
    }

    private static boolean isHarsh(Scenario scenario, Seed seed) {
        return scenario == Scenario.HARSH
                || scenario.changesKeys()
                || (scenario == Scenario.MODES && seed.child("harsh").generator().nextBoolean());
    }

    /** A receiver that starts again is late; where nobody late is let in, it would wait for ever. */
    private static SessionRules rules(Scenario scenario, Seed seed) {
        if (scenario != Scenario.MODES) {
            return SessionRules.DEFAULT;
        }
        RandomGenerator random = seed.child("rules").generator();
        LateJoin[] policies = LateJoin.values();
        LateJoin lateJoin = policies[random.nextInt(isHarsh(scenario, seed) ? policies.length - 1 : policies.length)];
        long holdNs = MIN_HOLD_NS + random.nextLong(2 * SECOND_NS);
        SessionRules promise = random.nextInt(4) == 0 ? SessionRules.reliable(lateJoin)
                : SessionRules.timely(holdNs, lateJoin);
        SessionRules rules = random.nextInt(3) == 0 ? promise.with(CongestionControl.TFMCC) : promise;
        return rules.withOrder(draw(DeliveryOrder.values(), seed.child("order")))
                .withConfirmOn(draw(ConfirmOn.values(), seed.child("confirm")));
    }

    private static <T> T draw(T[] all, Seed seed) {
        return all[seed.generator().nextInt(all.length)];
    }

    private static long rate(RandomGenerator random) {
        return random.nextInt(3) == 0 ? 1_000_000 + random.nextLong(100_000_000) : 0;
    }

    private static HostSettings host(Seed seed, int datagramBytes) {
        RandomGenerator random = seed.generator();
        long originNs = switch (random.nextInt(4)) {
            case 0 -> 0;
            case 1 -> Long.MAX_VALUE - random.nextLong(60 * SECOND_NS);
            case 2 -> -random.nextLong(10 * SECOND_NS);
            default -> random.nextLong();
        };
        LocalClock clock = new LocalClock(originNs, random.nextLong(-MAX_SKEW_PPM, MAX_SKEW_PPM + 1));
        long slackNs = random.nextBoolean() ? 0 : random.nextLong(1_000_000);
        return new HostSettings(clock, slackNs, 512, datagramBytes, random.nextBoolean());
    }

    private static Appetite appetite(Seed seed) {
        RandomGenerator random = seed.generator();
        boolean explicitConfirm = random.nextBoolean();
        return random.nextInt(3) == 0
                ? new Appetite(1 + random.nextInt(20), random.nextLong(2_000_000), explicitConfirm)
                : new Appetite(Integer.MAX_VALUE, 0, explicitConfirm);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("scenario %s seed %d%n".formatted(scenario.text(), number));
        topology.places().forEach(place -> text.append("  ").append(place).append(System.lineSeparator()));
        text.append("  tenants ").append(topology.tenants()).append(System.lineSeparator());
        text.append("  ").append(load).append(System.lineSeparator());
        text.append("  ").append(settings.rules()).append(System.lineSeparator());
        text.append("  ").append(settings.config()).append(System.lineSeparator());
        text.append("  ").append(weather).append(System.lineSeparator());
        rekeys.rekeys().forEach(rekey -> text.append("  ").append(rekey).append(System.lineSeparator()));
        rekeys.lies().forEach((node, lie) -> text.append("  node ").append(node).append(' ').append(lie)
                .append(System.lineSeparator()));
        faults.forEach(fault -> text.append("  ").append(fault).append(System.lineSeparator()));
        return text.append("  all faults over at ").append(healNs).append(" ns, gaps allowed at ").append(gapsAllowed)
                .toString();
    }
}
