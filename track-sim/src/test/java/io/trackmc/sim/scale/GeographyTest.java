package io.trackmc.sim.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.trackmc.sim.tree.Place;
import io.trackmc.sim.tree.Topology;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Paths of large trees. */
class GeographyTest {

    private static final Topology TOPOLOGY = Topology.filled(400, 20);
    private static final int SENDER = Topology.SENDER;
    private static final int DATAGRAMS = 2_000;

    @ParameterizedTest
    @EnumSource(Reach.class)
    void shouldBeEquallyFarThereAndBack(Reach reach) {
        Geography geography = geography(new PathPlan(reach, 0));
        for (Place place : TOPOLOGY.places()) {
            long thereNs = geography.delayNs(geography.kind(SENDER, place.id()));
            assertThat(thereNs).isEqualTo(geography.delayNs(geography.kind(place.id(), SENDER))).isPositive()
                    .isLessThanOrEqualTo(geography.worstRoundTripNs() / 2);
        }
    }

    @Test
    void shouldDifferFromPathToPathWhereNodesAreFarApart() {
        Geography continent = geography(new PathPlan(Reach.CONTINENTAL, 0));
        assertThat(TOPOLOGY.places().stream().map(place -> continent.delayNs(continent.kind(SENDER, place.id())))
                .distinct())
                .hasSizeGreaterThan(20);
        assertThat(geography(new PathPlan(Reach.LAN, 0)).kinds()).isOne();
    }

    @ParameterizedTest
    @EnumSource(Reach.class)
    void shouldLoseAsMuchAsPlannedOverAllPaths(Reach reach) {
        assertThat(lossRate(geography(new PathPlan(reach, 0.02)), TOPOLOGY)).isCloseTo(0.02, within(0.004));
        assertThat(lossRate(geography(new PathPlan(reach, 0.02, 8, 0)), TOPOLOGY)).isCloseTo(0.02, within(0.004));
    }

    @Test
    void shouldLoseTheSameWheneverAsked() {
        Geography geography = geography(new PathPlan(Reach.METRO, 0.3));
        for (long datagram = 1; datagram <= DATAGRAMS; datagram++) {
            assertThat(geography.loses(datagram, 7, SENDER, 30)).isEqualTo(geography.loses(datagram, 7, SENDER, 30));
        }
    }

    @Test
    void shouldLoseForAllOfABranchOrNoneOfIt() {
        Geography geography = geography(new PathPlan(Reach.LAN, 0, 1, 0.1));
        int lost = 0;
        for (long datagram = 1; datagram <= DATAGRAMS; datagram++) {
            boolean atHead = geography.loses(datagram, 0, SENDER, 2);
            lost += atHead ? 1 : 0;
            for (Place place : TOPOLOGY.places()) {
                if (place.level() == 2 && place.parents().getFirst() == 2) {
                    assertThat(geography.loses(datagram, 0, SENDER, place.id())).isEqualTo(atHead);
                    assertThat(geography.loses(datagram, 0, 2, place.id())).isFalse();
                }
            }
        }
        assertThat(lost / (double) DATAGRAMS).isCloseTo(0.1, within(0.03));
    }

    @Test
    void shouldLoseEverythingOfASpellOrNothing() {
        Geography geography = geography(new PathPlan(Reach.LAN, 0.1, 10, 0));
        int changes = 0;
        boolean before = false;
        for (long datagram = 1; datagram <= DATAGRAMS; datagram++) {
            boolean lost = geography.loses(datagram, datagram * 1_000_000, SENDER, 30);
            changes += lost == before ? 0 : 1;
            before = lost;
        }
        assertThat(changes).isBetween(4, DATAGRAMS / 10);
    }

    private static double lossRate(Geography geography, Topology topology) {
        long lost = 0;
        for (long datagram = 1; datagram <= DATAGRAMS; datagram++) {
            for (Place place : topology.places()) {
                lost += place.level() == 2 && geography.loses(datagram, datagram * 1_000_000, SENDER, place.id()) ? 1
                        : 0;
            }
        }
        return (double) lost / DATAGRAMS / 400;
    }

    private static Geography geography(PathPlan paths) {
        return new ScalePlan(new TreePlan(400, 20), paths, new LoadPlan(100, 500), Crypto.FAST, 1).geography(TOPOLOGY);
    }
}
