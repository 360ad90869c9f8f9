package io.trackmc.keys.controller.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.keys.transport.bundle.NodeRole;
import io.trackmc.keys.transport.bundle.TransportBundle;
import java.util.List;
import org.junit.jupiter.api.Test;

class DiscoveryCandidatesTest {

    @Test
    void shouldGiveEachReceiverAllRepairHeadsAndTheSenderLast() {
        List<NodeSpec> tree = DiscoveryCandidates.of(DefaultLayout.of(3, 2));

        assertThat(node(tree, "receiver-1").backups()).containsExactly("rh-2", "rh-3", "sender");
        assertThat(node(tree, "receiver-2").backups()).containsExactly("rh-3", "rh-1", "sender");
        assertThat(node(tree, "rh-1").backups()).isNull();
    }

    @Test
    void shouldGiveNoMoreThanABundleHolds() {
        List<NodeSpec> tree = DiscoveryCandidates.of(DefaultLayout.of(100, 1));

        assertThat(node(tree, "receiver-1").backups()).hasSize(TransportBundle.MAX_PARENTS - 1).endsWith("sender");
        DeploymentPlan.of("g", "239.1.2.3", 5000, tree, true);
    }

    @Test
    void shouldLeaveThoseAloneThatNameTheirBackupsOrHaveNoRepairHead() {
        NodeSpec named = new NodeSpec("receiver-1", NodeRole.RECEIVER, "rh-1", List.of(), null);
        NodeSpec direct = NodeSpec.under(NodeSpec.SENDER, "receiver-2", NodeRole.RECEIVER);
        List<NodeSpec> tree = List.of(NodeSpec.sender(),
                NodeSpec.under(NodeSpec.SENDER, "rh-1", NodeRole.REPAIR_HEAD), named, direct);

        assertThat(DiscoveryCandidates.of(tree)).isEqualTo(tree);
    }

    private static NodeSpec node(List<NodeSpec> tree, String name) {
        return tree.stream().filter(spec -> spec.name().equals(name)).findFirst().orElseThrow();
    }
}
