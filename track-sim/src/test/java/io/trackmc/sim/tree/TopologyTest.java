package io.trackmc.sim.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.sim.core.Seed;
import io.trackmc.sim.tree.Place.Role;

import java.util.List;
import org.junit.jupiter.api.Test;

class TopologyTest {

    @Test
    void shouldDrawSameTreeFromSameSeed() {
        assertThat(Topology.random(new Seed(3)).places()).isEqualTo(Topology.random(new Seed(3)).places())
                .isNotEqualTo(Topology.random(new Seed(4)).places());
    }

    @Test
    void shouldKeepEachRandomTreeWithinItsBounds() {
        for (int seed = 0; seed < 1_000; seed++) {
            Topology topology = Topology.random(new Seed(seed));
            assertThat(topology.of(Role.REPAIR_HEAD)).hasSizeBetween(1, 5);
            assertThat(topology.of(Role.RECEIVER)).hasSizeBetween(1, 12);
            assertThat(topology.of(Role.REPAIR_HEAD)).allSatisfy(place -> assertThat(place.level()).isBetween(1, 3));
            topology.places().forEach(place -> checkPlace(topology, place));
        }
    }

    @Test
    void shouldFillTreeTopDownToFanout() {
        Topology topology = Topology.filled(100, 10);
        assertThat(topology.of(Role.REPAIR_HEAD)).hasSize(10)
                .allSatisfy(place -> assertThat(place.level()).isEqualTo(1));
        assertThat(topology.of(Role.RECEIVER)).hasSize(100);
        for (Place head : topology.of(Role.REPAIR_HEAD)) {
            assertThat(topology.of(Role.RECEIVER)).filteredOn(place -> place.parents().getFirst() == head.id())
                    .hasSize(10);
        }
        topology.places().forEach(place -> checkPlace(topology, place));
    }

    @Test
    void shouldAddLevelsWhenFanoutIsSmall() {
        Topology topology = Topology.filled(1_000, 10);
        assertThat(topology.of(Role.REPAIR_HEAD)).filteredOn(place -> place.level() == 1).hasSize(10);
        assertThat(topology.of(Role.REPAIR_HEAD)).filteredOn(place -> place.level() == 2).hasSize(100);
        for (Place parent : topology.places()) {
            assertThat(topology.places()).filteredOn(place -> isPrimary(parent, place)).hasSizeLessThanOrEqualTo(10);
        }
    }

    private static boolean isPrimary(Place parent, Place child) {
        return !child.parents().isEmpty() && child.parents().getFirst() == parent.id();
    }

    private static void checkPlace(Topology topology, Place place) {
        assertThat(topology.place(place.id())).isEqualTo(place);
        List<Integer> parents = place.parents();
        assertThat(parents).doesNotHaveDuplicates().doesNotContain(place.id());
        assertThat(parents.isEmpty()).isEqualTo(place.role() == Role.SENDER);
        assertThat(parents).allSatisfy(id -> assertThat(topology.place(id).role()).isNotEqualTo(Role.RECEIVER));
        if (!parents.isEmpty()) {
            assertThat(place.level()).isEqualTo(topology.place(parents.getFirst()).level() + 1);
            assertThat(parents.getFirst()).isLessThan(place.id());
        }
    }
}
