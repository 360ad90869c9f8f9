package io.trackmc.repairhead;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class SessionTotalsTest {

    private final SessionTotals totals = new SessionTotals();

    @Test
    void shouldGoOnWhereASessionOfTheSameNameWasBefore() {
        Totals first = totals.of("news");
        totals.keep(Set.of());
        assertThat(totals.of("news")).isSameAs(first);
        assertThat(totals.of("prices")).isNotSameAs(first);
    }

    @Test
    void shouldStillTellOfSessionsThatAreGone() {
        totals.of("news");
        totals.of("prices");
        totals.keep(Set.of("prices"));
        assertThat(totals.all()).containsOnlyKeys("news", "prices");
    }

    @Test
    void shouldPutTheOldestOfManyTogether() {
        totals.of("serves");
        for (int i = 0; i < SessionTotals.MAX_GONE + 3; i++) {
            totals.of("gone-" + i);
        }
        totals.keep(Set.of("serves"));
        assertThat(totals.all()).hasSize(SessionTotals.MAX_GONE + 2).containsKey("serves").containsKey("gone-3")
                .containsKey(SessionTotals.OTHERS).doesNotContainKey("gone-2");
        totals.keep(Set.of());
        assertThat(totals.all()).hasSize(SessionTotals.MAX_GONE + 1).doesNotContainKey("serves");
    }
}
