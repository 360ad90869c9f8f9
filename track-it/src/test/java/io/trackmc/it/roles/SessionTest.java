package io.trackmc.it.roles;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.keys.controller.plan.DefaultLayout;
import io.trackmc.keys.controller.plan.NodeSpec;
import io.trackmc.keys.transport.bundle.NodeRole;
import io.trackmc.proto.fragment.MessageLimits;
import io.trackmc.repairhead.RepairHead;
import io.trackmc.sender.Confirmation;
import io.trackmc.sender.Publisher;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
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
            Publisher sender = group.sender();
            RepairHead top = group.repairHead("rh-top");
            RepairHead low = group.repairHead("rh-low");
            List<Application> receivers = List.of("a", "b", "c", "d").stream().map(group::application).toList();
            Await.future(sender.receiversBound(4));
            Messages messages = new Messages(200);
            for (int i = 0; i < 100_000; i++) {
                sender.blocking().publish(messages.next(200), 0, 200);
            }
            Confirmation confirmation = Await.future(sender.finish());
            receivers.forEach(receiver -> assertComplete(receiver, messages));
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
            Publisher sender = group.sender();
            Application receiver = group.application("receiver-1");
            Await.future(sender.receiversBound(1));
            Messages messages = new Messages(8);
            sender.blocking().publish(messages.next(8));
            assertThat(Await.future(sender.finish()).confirmed()).isOne();
            assertComplete(receiver, messages);
        }
    }

    @Test
    void shouldCarryMessagesOfAllSizes() throws Exception {
        try (Group group = Group.of(directory.resolve("group"), DefaultLayout.of(1, 2)).losing(0.05)) {
            Publisher sender = group.sender();
            group.repairHead("rh-1");
            List<Application> receivers = List.of(group.application("receiver-1"), group.application("receiver-2"));
            Await.future(sender.receiversBound(2));
            Messages messages = new Messages(MessageLimits.MAX_MESSAGE_BYTES);
            int[] lengths = {0, 1, MessageLimits.MAX_MESSAGE_BYTES, 0, 0, 1_000_000, 1, 1295, 1296, 1297, 70_000, 7};
            for (int length : lengths) {
                sender.blocking().publish(messages.next(length), 0, length);
            }
            assertThat(Await.future(sender.finish()).confirmed()).isEqualTo(2);
            receivers.forEach(receiver -> assertComplete(receiver, messages));
        }
    }

    @Test
    void shouldEndASessionWithoutMessages() throws Exception {
        try (Group group = Group.of(directory.resolve("group"), DefaultLayout.of(1, 1))) {
            Publisher sender = group.sender();
            group.repairHead("rh-1");
            Application receiver = group.application("receiver-1");
            Await.future(sender.receiversBound(1));
            assertThat(Await.future(sender.finish()).confirmed()).isOne();
            assertComplete(receiver, new Messages(8));
        }
    }

    @Test
    void shouldTakeInALateReceiver() throws Exception {
        try (Group group = Group.of(directory.resolve("group"), DefaultLayout.of(1, 2))
                .with("window.packets", "64")) {
            Publisher sender = group.sender();
            group.repairHead("rh-1");
            Application early = group.application("receiver-1");
            Await.future(sender.receiversBound(1));
            Messages messages = new Messages(1000);
            var sent = early.milestone(2000); // many times what is kept for repairs
            for (int i = 0; i < 2000; i++) {
                sender.blocking().publish(messages.next(1000), 0, 1000);
            }
            Await.future(sent);
            Application late = group.application("receiver-2");
            Await.future(sender.receiversBound(2));
            for (int i = 0; i < 2000; i++) {
                sender.blocking().publish(messages.next(1000), 0, 1000);
            }
            Confirmation confirmation = Await.future(sender.finish());
            assertThat(confirmation.confirmed()).isOne();
            assertThat(confirmation.late()).isOne();
            assertComplete(early, messages);
            late.awaitEnd();
            assertThat(late.faults).isEmpty();
            assertThat(late.gaps).isEmpty();
            assertThat(late.opened.getFirst().firstSequence()).isGreaterThan(1);
            assertThat(late.received).isBetween(2000L, 2400L);
            assertThat(late.last()).isEqualTo(messages.count() - 1);
        }
    }

    @Test
    void shouldGoOnWithoutAReceiverThatLeaves() throws Exception {
        try (Group group = Group.of(directory.resolve("group"), DefaultLayout.of(1, 2)).losing(0.02)) {
            Publisher sender = group.sender();
            group.repairHead("rh-1");
            Application staying = group.application("receiver-1");
            Application leaving = group.application("receiver-2");
            Await.future(sender.receiversBound(2));
            Messages messages = new Messages(500);
            var some = leaving.milestone(1000);
            for (int i = 0; i < 20_000; i++) {
                sender.blocking().publish(messages.next(500), 0, 500);
                if (some.isDone()) {
                    leaving.subscription.close();
                }
            }
            assertThat(Await.future(sender.finish()).confirmed()).isOne();
            assertComplete(staying, messages);
            leaving.awaitEnd();
            assertThat(leaving.faults).isEmpty();
            assertThat(leaving.closed).isEmpty();
        }
    }

    @Test
    void shouldSurviveARepairHeadThatIsClosedAndStartedAgain() throws Exception {
        try (Group group = Group.of(directory.resolve("group"), DefaultLayout.of(2, 4)).losing(0.01)) {
            Publisher sender = group.sender();
            RepairHead first = group.repairHead("rh-1");
            group.repairHead("rh-2");
            List<Application> receivers = IntStream.rangeClosed(1, 4)
                    .mapToObj(i -> group.application("receiver-" + i)).toList();
            Await.future(sender.receiversBound(4));
            Messages messages = new Messages(500);
            var some = receivers.getFirst().milestone(1000);
            publish(sender, messages, 5_000);
            Await.future(some);
            first.close();
            publish(sender, messages, 5_000);
            group.repairHead("rh-1");
            publish(sender, messages, 5_000);
            assertThat(Await.future(sender.finish()).confirmed()).isEqualTo(4);
            receivers.forEach(receiver -> assertComplete(receiver, messages));
            assertThat(receivers.getFirst().subscription.status().failovers()).isPositive();
        }
    }

    @Test
    void shouldBeginANewSessionWhenTheSenderStartsAgain() throws Exception {
        try (Group group = Group.of(directory.resolve("group"), DefaultLayout.of(1, 2)).losing(0.01)) {
            group.repairHead("rh-1");
            List<Application> receivers = List.of(
                    group.application("receiver-1", context -> context),
                    group.application("receiver-2", context -> context));
            for (int run = 1; run <= 3; run++) {
                Publisher sender = group.sender();
                Await.future(sender.receiversBound(2));
                publish(sender, new Messages(500), 2_000);
                assertThat(Await.future(sender.finish()).confirmed()).isEqualTo(2);
                sender.close();
            }
            for (Application receiver : receivers) {
                receiver.subscription.close();
                receiver.awaitEnd();
                assertThat(receiver.faults).isEmpty();
                assertThat(receiver.opened).hasSize(3);
                assertThat(receiver.closed).hasSize(3);
                assertThat(receiver.received).isEqualTo(6_000);
            }
        }
    }

    @Test
    void shouldTellReceiversThatTheSessionWasAborted() throws Exception {
        try (Group group = Group.of(directory.resolve("group"), DefaultLayout.of(1, 1))) {
            Publisher sender = group.sender();
            group.repairHead("rh-1");
            Application receiver = group.application("receiver-1");
            Await.future(sender.receiversBound(1));
            publish(sender, new Messages(500), 100);
            sender.close();
            receiver.awaitEnd();
            assertThat(receiver.closed).hasSize(1);
            assertThat(receiver.closed.getFirst().aborted()).isTrue();
            assertThat(sender.offer(new byte[1])).isEqualTo(Publisher.CLOSED);
            assertThat(sender.finish()).isCompletedExceptionally();
        }
    }

    private static void publish(Publisher sender, Messages messages, int count) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            sender.blocking().publish(messages.next(500), 0, 500);
        }
    }

    private static void assertComplete(Application receiver, Messages messages) {
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
