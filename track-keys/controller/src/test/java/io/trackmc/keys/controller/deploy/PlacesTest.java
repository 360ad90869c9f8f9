package io.trackmc.keys.controller.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.keys.controller.plan.DeploymentPlan;
import org.junit.jupiter.api.Test;

/** Whatever the size of a deployment, all who belong to a parent find a place. */
class PlacesTest {

    @Test
    void shouldHaveRoomForAllOfAnySizeThatAParentCanHave() {
        for (int receivers = 0; receivers <= DeploymentPlan.MAX_CHILDREN; receivers += 7) {
            for (int heads = 0; receivers + heads <= DeploymentPlan.MAX_CHILDREN; heads += 61) {
                Places places = Places.of(receivers, heads, receivers);

                assertThat(places.children()).isBetween(64, DeploymentPlan.MAX_CHILDREN)
                        .isGreaterThanOrEqualTo(receivers + heads);
                assertThat(places.reserved()).isBetween(0, places.children() - receivers);
            }
        }
    }

    @Test
    void shouldKeepTheDefaultWhereItIsEnough() {
        assertThat(Places.of(48, 16, 10)).isEqualTo(new Places(64, 16));
    }

    @Test
    void shouldHaveRoomForItsOwnWhereNotAllThatMayComeFindOne() {
        assertThat(Places.of(10_000, 30, 4_000)).isEqualTo(new Places(4_096, 96));
        assertThat(Places.of(10_000, 30, 10)).isEqualTo(new Places(4_096, 1_024));
        assertThat(Places.of(4_096, 0, 4_096)).isEqualTo(new Places(4_096, 0));
    }
}
