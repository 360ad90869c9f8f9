package io.trackmc.repairhead;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TenantsTest {

    private static final Caps CAPS = new Caps(1_000_000, 8, Long.MAX_VALUE);
    private static final Caps OTHERS = new Caps(2_000_000, 8, Long.MAX_VALUE);

    private final Tenants tenants = new Tenants();
    private final List<String> changes = new ArrayList<>();

    @Test
    void shouldLimitSessionsThatDrainAndThoseThatBeginMeanwhileTogether() {
        tenants.set(Map.of("newsco", CAPS), changes);
        Tenant before = tenants.find("newsco");
        HostedSession draining = session(before);
        tenants.keep(Set.of(), List.of(draining));
        tenants.set(Map.of("newsco", OTHERS), changes);
        assertThat(tenants.find("newsco")).isSameAs(before);
        assertThat(before.caps()).isEqualTo(OTHERS);
        assertThat(changes).containsExactly("tenant newsco: rate 1000000 B/s, max-children 8, memory unlimited -> "
                + "rate 2000000 B/s, max-children 8, memory unlimited");
    }

    @Test
    void shouldForgetATenantWithItsLastSession() {
        tenants.set(Map.of("newsco", CAPS, "exchange", CAPS), changes);
        HostedSession draining = session(tenants.find("newsco"));
        HostedSession ofNobody = session(null);
        tenants.keep(Set.of("exchange"), List.of(draining, ofNobody));
        assertThat(tenants.all()).extracting(Tenant::name).containsExactlyInAnyOrder("newsco", "exchange");
        draining.ended().complete(null);
        tenants.keep(Set.of("exchange"), List.of(draining, ofNobody));
        assertThat(tenants.all()).extracting(Tenant::name).containsExactly("exchange");
        assertThat(tenants.find("newsco")).isNull();
        assertThat(tenants.find(null)).isNull();
    }

    private static HostedSession session(Tenant tenant) {
        return new HostedSession(new SessionPlan("any", null, null, null), tenant, () -> false, new Totals(),
                _ -> {});
    }
}
