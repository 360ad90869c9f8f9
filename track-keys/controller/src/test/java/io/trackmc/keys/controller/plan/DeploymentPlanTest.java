package io.trackmc.keys.controller.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trackmc.keys.controller.DeploymentException;
import io.trackmc.keys.transport.bundle.NodeRole;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeploymentPlanTest {

    private static final String GROUP = "239.1.2.3";

    @Test
    void shouldNumberSenderThenRepairHeadsThenReceivers() {
        DeploymentPlan plan = plan(GROUP, DefaultLayout.of(2, 3));

        assertThat(plan.nodes()).extracting(PlannedNode::name)
                .containsExactly("sender", "rh-1", "rh-2", "receiver-1", "receiver-2", "receiver-3");
        assertThat(plan.nodes()).extracting(PlannedNode::id).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(plan.nodes()).extracting(n -> n.region() == null ? null : n.region().id())
                .containsExactly(0, 1, 2, null, null, null);
        assertThat(plan.node("rh-2").region().address().getHostAddress()).isEqualTo("239.1.2.6");
        assertThat(plan.node("sender").region().address().getHostAddress()).isEqualTo("239.1.2.4");
    }

    @Test
    void shouldNumberTheSameWayWhateverTheOrderOfATreeFile() {
        List<NodeSpec> tree = TreeFile.parse("t", """
                nodes {
                  a { parent = z }
                  z { role = repair-head, parent = sender }
                }
                """);

        assertThat(plan(GROUP, tree).nodes()).extracting(PlannedNode::name).containsExactly("sender", "z", "a");
    }

    @Test
    void shouldSpreadReceiversAndBackThemUpByTheNextRepairHeadsAndTheSender() {
        DeploymentPlan plan = plan(GROUP, DefaultLayout.of(3, 4));

        assertThat(plan.node("receiver-1").parents()).containsExactly("rh-1", "rh-2", "rh-3", "sender");
        assertThat(plan.node("receiver-2").parents()).containsExactly("rh-2", "rh-3", "rh-1", "sender");
        assertThat(plan.node("receiver-3").parents()).containsExactly("rh-3", "rh-1", "rh-2", "sender");
        assertThat(plan.node("receiver-4").parents()).containsExactly("rh-1", "rh-2", "rh-3", "sender");
        assertThat(plan.node("rh-1").parents()).containsExactly("sender");
        assertThat(plan.node("sender").parents()).isEmpty();
    }

    @Test
    void shouldRefuseMoreChildrenThanAParentCanHave() {
        assertThat(plan(GROUP, DefaultLayout.of(2, 5000)).nodes()).hasSize(5003);
        assertThatThrownBy(() -> plan(GROUP, DefaultLayout.of(0, 4097))).isInstanceOf(DeploymentException.class)
                .hasMessage(
                        "tree: found 4097 children of sender, allowed: at most 4096; put repair heads between them");
    }

    @Test
    void shouldPutReceiversUnderTheSenderWhenThereAreNoRepairHeads() {
        DeploymentPlan plan = plan(GROUP, DefaultLayout.of(0, 2));

        assertThat(plan.node("receiver-2").parents()).containsExactly("sender");
    }

    @Test
    void shouldBackUpALowerRepairHeadByItsGrandparentAndTheSender() {
        DeploymentPlan plan = plan(GROUP, TreeFile.parse("t", """
                nodes {
                  a { role = repair-head, parent = sender }
                  b { role = repair-head, parent = a }
                  c { role = repair-head, parent = b }
                  d { role = repair-head, parent = b }
                  e { parent = c }
                  f { parent = a }
                }
                """));

        assertThat(plan.node("b").parents()).containsExactly("a", "sender");
        assertThat(plan.node("c").parents()).containsExactly("b", "a", "sender");
        assertThat(plan.node("e").parents()).containsExactly("c", "d", "sender");
        assertThat(plan.node("f").parents()).containsExactly("a", "sender");
    }

    @Test
    void shouldBoundDefaultBackups() {
        DeploymentPlan plan = plan(GROUP, DefaultLayout.of(100, 1));

        assertThat(plan.node("receiver-1").parents()).hasSize(1 + DefaultBackups.MAX_SIBLINGS + 1)
                .startsWith("rh-1", "rh-2").endsWith("sender");
    }

    @ParameterizedTest
    @CsvSource({"239.255.255.253,239.255.255.255", "239.0.0.254,239.0.1.0", "ff15::ffff,ff15:0:0:0:0:0:1:1"})
    void shouldCountAddressesUp(String group, String ofRegion1) {
        DeploymentPlan plan = plan(group, DefaultLayout.of(1, 1));

        assertThat(plan.node("rh-1").region().address().getHostAddress()).isEqualTo(ofRegion1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"239.255.255.254", "239.255.255.255", "ff15:ffff:ffff:ffff:ffff:ffff:ffff:fffe",
        "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"})
    void shouldRefuseAGroupAddressWithTooLittleRoomBehindIt(String group) {
        assertThatThrownBy(() -> plan(group, DefaultLayout.of(1, 1))).isInstanceOf(DeploymentException.class)
                .hasMessageContaining("group address: found " + group).hasMessageContaining("allowed: one with enough");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"10.0.0.1", "240.0.0.1", "223.255.255.255", "::1", "example.org", "", "239.1.2", "239.1.2.3.4"})
    void shouldRefuseAGroupAddressThatIsNotMulticast(String group) {
        assertThatThrownBy(() -> plan(group, DefaultLayout.of(1, 1))).isInstanceOf(DeploymentException.class)
                .hasMessageStartingWith("group address: found ").hasMessageContaining("allowed: a multicast address");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 65_536})
    void shouldRefuseAPortOutOfRange(int port) {
        assertThatThrownBy(() -> DeploymentPlan.of("g", GROUP, port, DefaultLayout.of(1, 1)))
                .isInstanceOf(DeploymentException.class).hasMessage("port: found " + port + ", allowed: 1 to 65535");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "../x", "-a", "a.b", "äh"})
    void shouldRefuseNamesThatAreNoFileNames(String name) {
        List<NodeSpec> tree = new ArrayList<>(DefaultLayout.of(0, 0));
        tree.add(NodeSpec.under("sender", name, NodeRole.RECEIVER));

        assertThatThrownBy(() -> plan(GROUP, tree)).isInstanceOf(DeploymentException.class)
                .hasMessageStartingWith("node name: found");
        assertThatThrownBy(() -> DeploymentPlan.of(name, GROUP, 1, DefaultLayout.of(0, 1)))
                .isInstanceOf(DeploymentException.class).hasMessageStartingWith("group name: found");
    }

    @Test
    void shouldRefuseANodeNamedLikeTheDirectoryOfTheAuthorities() {
        List<NodeSpec> tree = List.of(NodeSpec.sender(), NodeSpec.under("sender", "authorities", NodeRole.RECEIVER));

        assertThatThrownBy(() -> plan(GROUP, tree))
                .hasMessageContaining("but not authorities, controller, content-authority");
    }

    @Test
    void shouldRefuseTwoNodesOfOneName() {
        List<NodeSpec> tree = List.of(NodeSpec.sender(), NodeSpec.under("sender", "a", NodeRole.RECEIVER),
                NodeSpec.under("sender", "a", NodeRole.RECEIVER));

        assertThatThrownBy(() -> plan(GROUP, tree)).hasMessageContaining("node \"a\", name: found twice");
    }

    @Test
    void shouldRefuseATreeWithoutASender() {
        assertThatThrownBy(() -> plan(GROUP, List.of())).hasMessageContaining("found no sender");
    }

    @Test
    void shouldPlanTenThousandNodes() {
        DeploymentPlan plan = plan(GROUP, DefaultLayout.of(300, 10_000));

        assertThat(plan.node("receiver-10000").parents()).startsWith("rh-100", "rh-101").endsWith("sender");
    }

    private static DeploymentPlan plan(String group, List<NodeSpec> tree) {
        return DeploymentPlan.of("g", group, 5000, tree);
    }
}
