package io.trackmc.it.roles;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.keys.controller.plan.DefaultLayout;
import io.trackmc.keys.controller.plan.NodeSpec;
import io.trackmc.keys.transport.bundle.NodeRole;
import io.trackmc.repairhead.RepairHead;
import io.trackmc.sender.Confirmation;
import io.trackmc.sender.Publication;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole sessions over loopback multicast: everything arrives, in order, once, and unchanged. */
class SessionTest {

    /** A sender, a repair head under it with another below, and two receivers under each. */
    private static final List<NodeSpec> DEEP = List.of(
            NodeSpec.sender(),
            NodeSpec.under("sender", "rh-top", NodeRole.REPAIR_HEAD),
            NodeSpec.under("rh-top", "rh-low", NodeRole.REPAIR_HEAD),
            NodeSpec.under("rh-top", "a", NodeRole.RECEIVER),
            NodeSpec.under("rh-top", "b", NodeRole.RECEIVER),
            NodeSpec.under("rh-low", "c", NodeRole.RECEIVER),
            NodeSpec.under("rh-low", "d", NodeRole.RECEIVER));

    @TempDir
    Path directory;

    @Test
    void shouldDeliverEverythingThroughTwoLevelsOfRepairHeads() throws Exception {
        try (Group group = Group.of(directory.resolve("group"), DEEP).losing(0.02)) {
            Publication sender = group.sender();
            RepairHead top = group.repairHead("rh-top");
            RepairHead low = group.repairHead("rh-low");
            List<Application> receivers = List.of("a", "b", "c", "d").stream().map(group::application).toList();
            Await.future(sender.receiversBound(4));
            sender.begin();
            Messages messages = new Messages(200);
            for (int i = 0; i < 100_000; i++) {
                sender.publish(messages.next(200), 0, 200);
            }
            Confirmation confirmation = Await.future(sender.finish());
            assertComplete(receivers, messages);
            assertThat(confirmation.confirmed()).isEqualTo(4);
            assertThat(confirmation.failed()).isZero();
            assertThat(confirmation.messages()).isEqualTo(100_000);
            assertThat(top.status().repairsSent()).isPositive();
            assertThat(low.status().repairsSent()).isPositive();
        }
    }

    @Test
    void shouldDeliverWithoutRepairHeads() throws Exception {
        try (Group group = Group.of(directory.resolve("group"), DefaultLayout.of(0, 1))) {
            Publication sender = group.sender();
            Application receiver = group.application("receiver-1");
            Await.future(sender.receiversBound(1));
            sender.begin();
            Messages messages = new Messages(8);
            sender.publish(messages.next(8));
            assertThat(Await.future(sender.finish()).confirmed()).isOne();
            assertComplete(List.of(receiver), messages);
        }
    }

    private static void assertComplete(List<Application> receivers, Messages messages) {
        for (Application receiver : receivers) {
            receiver.awaitEnd();
            assertThat(receiver.faults).isEmpty();
            assertThat(receiver.gaps).isEmpty();
            assertThat(receiver.received).isEqualTo(messages.count());
            assertThat(receiver.bytes).isEqualTo(messages.bytes());
            assertThat(receiver.checksum()).isEqualTo(messages.checksum());
            assertThat(receiver.opened).hasSize(1);
            assertThat(receiver.closed).hasSize(1);
            assertThat(receiver.closed.getFirst().aborted()).isFalse();
        }
    }
}
