package io.trackmc.it.roles;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.keys.controller.plan.DefaultLayout;
import io.trackmc.keys.transport.incarnation.ExpelledStore;
import io.trackmc.net.node.ChildStatus;
import io.trackmc.net.node.KeyStatus;
import io.trackmc.net.node.NodeExpelledException;
import io.trackmc.proto.engine.EngineEvent.Expelled;
import io.trackmc.proto.event.DropReason;
import io.trackmc.proto.repairhead.RepairHeadState;
import io.trackmc.repairhead.RepairHead;
import io.trackmc.sender.Publisher;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys change while data flow over loopback multicast: everybody follows who is to follow, and nothing is lost. */
class RekeyingTest {

    private static final int LENGTH = 500;

    @TempDir
    Path directory;

    private Path deployment;

    @BeforeEach
    void name() {
        deployment = directory.resolve("group");
    }

    @Test
    void shouldGoFromEpochToEpochWithoutAGap() throws Exception {
        try (Group group = Group.of(deployment, DefaultLayout.of(1, 2)).losing(0.02)) {
            Authorities authorities = new Authorities(deployment);
            Publisher sender = group.sender();
            RepairHead repairHead = group.repairHead("rh-1");
            List<Application> receivers = Stream.of("receiver-1", "receiver-2").map(group::application).toList();
            Await.future(sender.receiversBound(2));
            Messages messages = new Messages(LENGTH);
            for (long epoch = 2; epoch <= 5; epoch++) {
                long wanted = epoch;
                Authorities.inject(authorities.rekey(), sender);
                publishUntil(sender, messages, () -> isActive(wanted, sender.status().keys().transport())
                        && isActive(wanted, sender.status().keys().content())
                        && isActive(wanted, repairHead.status().keys().transport())
                        && receivers.stream().map(r -> r.subscription.status().keys()).allMatch(
                                keys -> isActive(wanted, keys.transport()) && isActive(wanted, keys.content())));
            }

            assertThat(Await.future(sender.finish()).confirmed()).isEqualTo(2);

            receivers.forEach(receiver -> assertComplete(group, receiver, messages));
            assertThat(repairHead.status().keys().content()).isEqualTo(new KeyStatus.Layer(4, 4, 0, 0));
            assertThat(repairHead.status().keysHeld()).contains("GroupAuthKey(5)").doesNotContain("GroupAuthKey(3)");
        }
    }

    @Test
    void shouldGoOnWithoutAnExpelledReceiverWhichReadsNothingMore() throws Exception {
        try (Group group = Group.of(deployment, DefaultLayout.of(1, 2)).losing(0.02)) {
            Authorities authorities = new Authorities(deployment);
            int expelled = group.config("receiver-2").self().id();
            Publisher sender = group.sender();
            RepairHead repairHead = group.repairHead("rh-1");
            Application staying = group.application("receiver-1");
            Application leaving = group.application("receiver-2", context -> context);
            Await.future(sender.receiversBound(2));
            Messages messages = new Messages(LENGTH);
            publishUntil(sender, messages, () -> leaving.subscription.status().messages() > 0);
            Authorities.inject(authorities.rekey(expelled), sender);
            publishUntil(sender, messages, () -> isActive(2, staying.subscription.status().keys().content()));
            assertThat(repairHead.status().children()).extracting(ChildStatus::name).containsExactly("receiver-1");
            long first = messages.count();
            for (int i = 0; i < 2_000; i++) {
                publish(sender, messages);
            }

            assertThat(Await.future(sender.finish()).confirmed()).as(group::story).isOne();

            assertComplete(group, staying, messages);
            leaving.awaitEnd();
            assertThat(leaving.received).isPositive().isLessThan(first);
            assertThat(leaving.faults).isEmpty();
            assertThat(leaving.subscription.finished()).failsWithin(Duration.ofMinutes(1))
                    .withThrowableThat().withCauseInstanceOf(NodeExpelledException.class)
                    .withMessageContaining("receiver-2 was expelled from group test");
            KeyStatus keys = leaving.subscription.status().keys();
            assertThat(List.of(keys.transport(), keys.content())).extracting(KeyStatus.Layer::installedEpoch)
                    .containsOnly(1L);
            assertThat(group.events("rh-1")).contains(new Expelled(expelled));
            assertThat(sender.status().failures().count()).isZero();
        }
        for (String parent : List.of("sender", "rh-1")) {
            assertThat(new ExpelledStore(directory.resolve("group/" + parent + "/state")).all()).hasSize(1);
        }
    }

    @Test
    void shouldTakeNoMoreFromASenderThatIsExpelled() throws Exception {
        try (Group group = Group.of(deployment, DefaultLayout.of(1, 1))) {
            Authorities authorities = new Authorities(deployment);
            Publisher sender = group.sender();
            group.application("receiver-1");
            Await.future(sender.receiversBound(1));
            publish(sender, new Messages(LENGTH));

            sender.rekey(authorities.rekey(group.config("sender").self().id()).getFirst().header());

            Waiting.until(() -> sender.offer(new byte[LENGTH]) == Publisher.CLOSED);
            assertThat(sender.finish()).failsWithin(Duration.ofMinutes(1))
                    .withThrowableThat().withCauseInstanceOf(NodeExpelledException.class)
                    .withMessageContaining("sender was expelled from group test");
        }
    }

    @Test
    void shouldGoOnWithoutAnExpelledRepairHead() throws Exception {
        try (Group group = Group.of(deployment, DefaultLayout.of(1, 2)).losing(0.02)) {
            Authorities authorities = new Authorities(deployment);
            Publisher sender = group.sender();
            RepairHead repairHead = group.repairHead("rh-1");
            List<Application> receivers = Stream.of("receiver-1", "receiver-2").map(group::application).toList();
            Await.future(sender.receiversBound(2));
            Messages messages = new Messages(LENGTH);
            publish(sender, messages);
            Authorities.inject(authorities.rekeyWithout(group.config("rh-1").self().id()), sender);
            publishUntil(sender, messages, () -> repairHead.status().state() == RepairHeadState.DRAINED
                    && receivers.stream().allMatch(r -> "sender".equals(r.subscription.status().parent())
                            && isActive(2, r.subscription.status().keys().transport())));

            assertThat(Await.future(sender.finish()).confirmed()).isEqualTo(2);

            receivers.forEach(receiver -> assertComplete(group, receiver, messages));
            assertThat(repairHead.status().keys().transport().installedEpoch()).isOne();
        }
    }

    @Test
    void shouldTakeRestartedNodesBackThatHaveOldFilesOnly() throws Exception {
        try (Group group = Group.of(deployment, DefaultLayout.of(1, 2)).losing(0.02)) {
            Authorities authorities = new Authorities(deployment);
            Publisher sender = group.sender();
            RepairHead repairHead = group.repairHead("rh-1");
            Application staying = group.application("receiver-1");
            Application leaving = group.application("receiver-2");
            Await.future(sender.receiversBound(2));
            Messages messages = new Messages(LENGTH);
            for (long epoch = 2; epoch <= 4; epoch++) {
                long wanted = epoch;
                Authorities.inject(authorities.rekey(), sender);
                publishUntil(sender, messages, () -> isActive(wanted, staying.subscription.status().keys().content()));
            }
            repairHead.close();
            leaving.subscription.close();

            RepairHead again = group.repairHead("rh-1");
            Application late = group.application("receiver-2");
            publishUntil(sender, messages, () -> isActive(4, again.status().keys().transport())
                    && isActive(4, late.subscription.status().keys().content()) && late.received > 0);

            assertThat(Await.future(sender.finish()).confirmed()).as(group::story).isOne();
            assertComplete(group, staying, messages);
            late.awaitEnd();
            assertThat(late.faults).isEmpty();
            assertThat(late.gaps).as(group::story).isEmpty();
            assertThat(late.last()).isEqualTo(messages.count() - 1);
        }
    }

    @Test
    void shouldKeepItsKeysFromSessionToSessionAndTakeARestartedSenderBack() throws Exception {
        try (Group group = Group.of(deployment, DefaultLayout.of(1, 1)).losing(0.01)) {
            Authorities authorities = new Authorities(deployment);
            RepairHead repairHead = group.repairHead("rh-1");
            Application receiver = group.application("receiver-1", context -> context);
            for (long epoch = 2; epoch <= 4; epoch++) {
                long wanted = epoch;
                Publisher sender = group.sender();
                Authorities.inject(authorities.made(), sender); // what an authority brings when its journal is asked
                Await.future(sender.receiversBound(1));
                Messages messages = new Messages(LENGTH);
                publish(sender, messages);
                Authorities.inject(authorities.rekey(), sender);
                publishUntil(sender, messages, () -> isActive(wanted, receiver.subscription.status().keys().content())
                        && isActive(wanted, repairHead.status().keys().transport()));
                assertThat(Await.future(sender.finish()).confirmed()).as(group::story).isOne();
                sender.close();
            }
            receiver.subscription.close();
            receiver.awaitEnd();
            assertThat(receiver.faults).isEmpty();
            assertThat(receiver.gaps).as(group::story).isEmpty();
            assertThat(receiver.closed).hasSize(3);
        }
    }

    @Test
    void shouldDropWhatNoAuthorityMade() throws Exception {
        try (Group group = Group.of(deployment, DefaultLayout.of(0, 1))) {
            Publisher sender = group.sender();
            byte[] header = new Authorities(deployment).rekey().getFirst().header();
            byte[] forged = header.clone();
            forged[forged.length - 1] ^= 1;

            assertThat(sender.rekey(forged)).isEqualTo(DropReason.BAD_REKEY);
            assertThat(sender.rekey(new byte[0])).isEqualTo(DropReason.MALFORMED);
            assertThat(sender.rekey(new byte[2000])).isEqualTo(DropReason.MALFORMED);
            assertThat(sender.rekey(header)).isNull();
            assertThat(sender.rekey(header)).isEqualTo(DropReason.DUPLICATE);
            assertThat(sender.status().keys().transport()).isEqualTo(new KeyStatus.Layer(1, 0, 1, 1));
        }
    }

    /** Enough lies in the queue while it looks that data flow all the time. */
    private static void publishUntil(Publisher sender, Messages messages, BooleanSupplier condition) throws Exception {
        long limit = messages.count() + 5_000_000;
        while (!condition.getAsBoolean()) {
            for (int i = 0; i < 100; i++) {
                publish(sender, messages);
            }
            assertThat(messages.count()).as("messages until it came about").isLessThan(limit);
        }
    }

    private static void publish(Publisher sender, Messages messages) throws InterruptedException {
        assertThat(sender.blocking().publish(messages.next(LENGTH), 0, LENGTH)).isPositive();
    }

    private static boolean isActive(long epoch, KeyStatus.Layer layer) {
        return layer.activeEpoch() == epoch;
    }

    private static void assertComplete(Group group, Application receiver, Messages messages) {
        receiver.awaitEnd();
        assertThat(receiver.faults).isEmpty();
        assertThat(receiver.gaps).as(group::story).isEmpty();
        assertThat(receiver.received).isEqualTo(messages.count());
        assertThat(receiver.checksum()).isEqualTo(messages.checksum());
        assertThat(receiver.closed).hasSize(1);
    }
}
