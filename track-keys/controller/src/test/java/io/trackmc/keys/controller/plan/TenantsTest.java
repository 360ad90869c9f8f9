package io.trackmc.keys.controller.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trackmc.keys.controller.DeploymentException;
import io.trackmc.keys.transport.bundle.NodeRole;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TenantsTest {

    @Test
    void shouldSpreadTheRepairHeadsUnderTheSenderInTurnWithAllBelowThem() {
        List<NodeSpec> tree = new ArrayList<>(DefaultLayout.of(4, 4));
        tree.add(NodeSpec.under("rh-2", "rh-2a", NodeRole.REPAIR_HEAD));
        tree.add(NodeSpec.under("rh-2a", "deep", NodeRole.RECEIVER));
        tree.add(NodeSpec.under("sender", "direct", NodeRole.RECEIVER));

        DeploymentPlan plan = plan(Tenants.spread(tree, 2));

        assertThat(plan.nodes()).extracting(node -> node.name() + " " + plan.tenantOf(node)).contains(
                "rh-1 tenant-1", "rh-2 tenant-2", "rh-3 tenant-1", "rh-4 tenant-2", "receiver-1 tenant-1",
                "receiver-2 tenant-2", "rh-2a tenant-2", "deep tenant-2", "direct null", "sender null");
    }

    @Test
    void shouldLeaveATreeOfOneTenantAsItIs() {
        List<NodeSpec> tree = DefaultLayout.of(2, 2);
        assertThat(Tenants.spread(tree, 1)).isSameAs(tree);
    }

    @Test
    void shouldNotSpreadOverMoreTenantsThanThereAreRepairHeads() {
        assertThatThrownBy(() -> Tenants.spread(DefaultLayout.of(2, 2), 3)).isInstanceOf(DeploymentException.class)
                .hasMessage("tenants: found 3, allowed: 1 to 2, the number of repair heads under the sender");
        assertThatThrownBy(() -> Tenants.spread(DefaultLayout.of(0, 2), 0)).isInstanceOf(DeploymentException.class)
                .hasMessageContaining("found 0, allowed: 1 to 1");
    }

    @Test
    void shouldNotSpreadWhatNamesItsTenants() {
        List<NodeSpec> tree = TreeFile.parse("t", """
                nodes {
                  a { role = repair-head, parent = sender, tenant = acme }
                  b { role = repair-head, parent = sender }
                }
                """);
        assertThatThrownBy(() -> Tenants.spread(tree, 2)).isInstanceOf(DeploymentException.class)
                .hasMessageContaining("because a names its own");
    }

    @Test
    void shouldPreferBackupsOfItsOwnTenant() {
        DeploymentPlan plan = plan(Tenants.spread(DefaultLayout.of(4, 4), 2));

        assertThat(plan.node("receiver-1").parents()).containsExactly("rh-1", "rh-3", "sender");
        assertThat(plan.node("receiver-4").parents()).containsExactly("rh-4", "rh-2", "sender");
    }

    @Test
    void shouldTakeTheNextHeadOfAnotherTenantWhereThereIsNoOther() {
        DeploymentPlan plan = plan(Tenants.spread(DefaultLayout.of(3, 3), 3));

        assertThat(plan.node("receiver-1").parents()).containsExactly("rh-1", "rh-2", "sender");
        assertThat(plan.node("receiver-3").parents()).containsExactly("rh-3", "rh-1", "sender");
    }

    @Test
    void shouldHaveReceiversChooseAmongThoseOfTheirOwnTenant() {
        List<NodeSpec> tree = DiscoveryCandidates.of(Tenants.spread(DefaultLayout.of(4, 4), 2));
        DeploymentPlan plan = DeploymentPlan.of("g", "239.1.2.3", 5000, tree, true);

        assertThat(plan.node("receiver-1").parents()).containsExactly("rh-1", "rh-3", "sender");
    }

    @Test
    void shouldTakeBackupsThatAreNamedWhoeverTheyBelongTo() {
        List<NodeSpec> tree = TreeFile.parse("t", """
                nodes {
                  a { role = repair-head, parent = sender, tenant = acme }
                  b { role = repair-head, parent = sender, tenant = bolt }
                  r { parent = a, backups = [b] }
                }
                """);
        assertThat(plan(tree).node("r").parents()).containsExactly("a", "b");
        assertThat(new Tenants(tree).areApart("r", "b")).isTrue();
        assertThat(new Tenants(tree).areApart("r", "a")).isFalse();
        assertThat(new Tenants(tree).areApart("r", "sender")).as("everybody's").isFalse();
    }

    private static DeploymentPlan plan(List<NodeSpec> tree) {
        return DeploymentPlan.of("g", "239.1.2.3", 5000, tree);
    }
}
