package io.trackmc.it.roles;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.keys.controller.authority.Authority;
import io.trackmc.keys.controller.authority.AuthoritySettings;
import io.trackmc.keys.controller.plan.DefaultLayout;
import io.trackmc.keys.transport.incarnation.ExpelledStore;
import io.trackmc.keys.transport.registration.RefusalReason;
import io.trackmc.net.LossInjector;
import io.trackmc.net.authority.RegistrationException;
import io.trackmc.net.node.KeyStatus;
import io.trackmc.net.node.MessageRing;
import io.trackmc.proto.engine.EngineEvent;
import io.trackmc.proto.protect.KeyLayer;
import io.trackmc.proto.protect.KeyUpdates;
import io.trackmc.proto.receiver.ReceiverState;
import io.trackmc.proto.repairhead.RepairHeadState;
import io.trackmc.receiver.StreamHandler;
import io.trackmc.receiver.Subscription;
import io.trackmc.repairhead.RepairHead;
import io.trackmc.sender.Publisher;
import io.trackmc.sender.SenderStatus;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Nodes that run and miss more rekeys than parents keep get their keys from the authorities again, over TLS, and go on. */
@Timeout(300)
class ReregistrationTest {

    private static final int LENGTH = 300;
    private static final int TOO_MANY = KeyUpdates.KEPT_REKEYS + 2;
    private static final long NEWEST = 1 + TOO_MANY;

    @TempDir
    private Path directory;

    private final AtomicBoolean cut = new AtomicBoolean();
    private final AtomicLong requests = new AtomicLong();
    private final List<String> warnings = new CopyOnWriteArrayList<>();
    private final Messages messages = new Messages(LENGTH);
    private Group group;
    private Authority controller;
    private Authority contentAuthority;

    @BeforeEach
    void open() throws IOException {
        group = Group.of(directory.resolve("group"), DefaultLayout.of(1, 2));
        controller = authority(KeyLayer.TRANSPORT, anyPort());
        contentAuthority = authority(KeyLayer.CONTENT, anyPort());
        group.joining(controller, contentAuthority);
    }

    @AfterEach
    void close() {
        group.close();
        controller.close();
        contentAuthority.close();
    }

    @Test
    void aReceiverGoesOnInItsSession() throws Exception {
        Publisher sender = group.sender();
        group.repairHead("rh-1");
        Application staying = group.application("receiver-1");
        Application away = group.application("receiver-2", context -> context.once(true).loss(whenCut())
                .keyRequestListener(requests::incrementAndGet).warnings(warnings::add));
        Await.future(sender.receiversBound(2));
        publishUntil(sender, () -> away.subscription.status().messages() > 0);
        assertThat(requests).hasValue(2);
        cut.set(true);
        rekeyTooOften(sender);
        cut.set(false);

        publishUntil(sender, () -> isOfNow(away.subscription.status().keys()));
        long first = messages.count();
        publishUntil(sender, () -> messages.count() > first + 1_000);
        Await.future(sender.finish());

        away.awaitEnd();
        staying.awaitEnd();
        assertThat(group.events("receiver-2")).contains(new EngineEvent.LeftBehind(KeyLayer.TRANSPORT));
        assertThat(requests).hasValueGreaterThan(2);
        assertThat(warnings).filteredOn(line -> line.contains("from the transport-controller again")).hasSize(1);
        assertThat(away.opened).hasSize(1);
        assertThat(away.faults).allSatisfy(fault -> assertThat(away.gaps).isNotEmpty());
        assertThat(away.last()).isEqualTo(messages.count() - 1);
        assertThat(staying.gaps).as(group::story).isEmpty();
        assertThat(staying.received).isEqualTo(messages.count());
    }

    @Test
    void aRepairHeadServesAgain() throws Exception {
        Publisher sender = group.sender();
        RepairHead repairHead = group.repairHead("rh-1", context -> context.loss(whenCut()).warnings(warnings::add));
        Application receiver = group.application("receiver-1");
        Await.future(sender.receiversBound(1));
        cut.set(true);
        rekeyTooOften(sender);
        cut.set(false);

        publishUntil(sender, () -> repairHead.status().keys().transport().activeEpoch() == NEWEST
                && "sender".equals(repairHead.status().parent()));
        Application late = group.application("receiver-2");
        publishUntil(sender, () -> late.received > 0);

        assertThat(late.subscription.status().parent()).isEqualTo("rh-1");
        assertThat(repairHead.status().state()).isNotEqualTo(RepairHeadState.DRAINED);
        assertThat(warnings).filteredOn(line -> line.contains("from the transport-controller again")).hasSize(1);
        Await.future(sender.finish());
        receiver.awaitEnd();
        late.awaitEnd();
        assertThat(receiver.gaps).as(group::story).isEmpty();
        assertThat(late.gaps).as(group::story).isEmpty();
    }

    @Test
    void aRepairHeadThatIsRefusedLeavesTheTreeAndSaysWhy() throws Exception {
        Publisher sender = group.sender();
        RepairHead repairHead = group.repairHead("rh-1", context -> context.loss(whenCut()).warnings(warnings::add));
        Application receiver = group.application("receiver-1");
        Await.future(sender.receiversBound(1));
        assertThat(repairHead.refusal()).isNull();
        cut.set(true);
        controller.expel("rh-1", "switched off");
        rekeyTooOften(sender, "sender");
        cut.set(false);

        publishUntil(sender, () -> repairHead.refusal() != null
                && repairHead.status().state() == RepairHeadState.DRAINED
                && "sender".equals(receiver.subscription.status().parent()));

        assertThat(repairHead.refusal().reason()).isEqualTo(RefusalReason.EXPELLED);
        assertThat(repairHead.refusal()).hasMessageContaining("gives this node no keys: expelled");
        assertThat(warnings).filteredOn(line -> line.contains("gives this node no keys: expelled")).isNotEmpty();
        Await.future(sender.finish());
        receiver.awaitEnd();
        assertThat(receiver.gaps).as(group::story).isEmpty();
    }

    @Test
    void aSenderThatWasExpelledWhileItWasNotToldEnds() throws Exception {
        Publisher sender = group.sender(context -> context.warnings(warnings::add));
        group.application("receiver-1");
        Await.future(sender.receiversBound(1));
        publishSome(sender);
        InetSocketAddress address = close(KeyLayer.TRANSPORT);
        try (Authority elsewhere = Authority.open(settings(KeyLayer.TRANSPORT, anyPort()).with(atOnce()), _ -> {})) {
            elsewhere.expel("sender", "has not paid");
        }
        reopen(KeyLayer.TRANSPORT, address);

        Waiting.until(() -> sender.offer(new byte[LENGTH]) == Publisher.CLOSED);

        assertThat(sender.finish()).failsWithin(Duration.ofMinutes(1)).withThrowableThat()
                .withCauseInstanceOf(RegistrationException.class)
                .withMessageContaining("gives this node no keys: expelled");
        assertThat(warnings).filteredOn(line -> line.contains("gives this node no keys: expelled")).hasSize(1);
    }

    @Test
    void aRepairHeadLearnsWhomTheRekeysExpelledThatItHasMissed() throws Exception {
        int expelled = group.config("receiver-2").self().id();
        Publisher sender = group.sender();
        RepairHead repairHead = group.repairHead("rh-1", context -> context.loss(whenCut()).warnings(warnings::add));
        Application receiver = group.application("receiver-1");
        Await.future(sender.receiversBound(1));
        cut.set(true);
        controller.expel("receiver-2", "has not paid");
        rekeyTooOften(sender);
        assertThat(group.events("rh-1")).doesNotContain(new EngineEvent.Expelled(expelled));
        cut.set(false);

        publishUntil(sender, () -> group.events("rh-1").contains(new EngineEvent.Expelled(expelled))
                && "sender".equals(repairHead.status().parent()));

        Await.future(sender.finish());
        receiver.awaitEnd();
        repairHead.close();
        assertThat(expelledAt("rh-1")).containsExactly(expelled);
    }

    @Test
    void aRepairHeadThatStartsKnowsWhoWasExpelledBefore() throws Exception {
        int expelled = group.config("receiver-2").self().id();
        Publisher sender = group.sender();
        Application receiver = group.application("receiver-1");
        Await.future(sender.receiversBound(1));
        controller.expel("receiver-2", "has not paid");
        publishUntil(sender, () -> isInUse(controller));

        group.repairHead("rh-1");

        assertThat(expelledAt("rh-1")).containsExactly(expelled);
        Await.future(sender.finish());
        receiver.awaitEnd();
        assertThat(group.events("rh-1")).as("it is no news").doesNotContain(new EngineEvent.Expelled(expelled));
    }

    private Collection<Integer> expelledAt(String node) {
        return new ExpelledStore(group.config(node).files().stateDirectory()).all();
    }

    @Test
    void oneThatWasExpelledMeanwhileEnds() throws Exception {
        Publisher sender = group.sender();
        Application staying = group.application("receiver-1");
        Application away = group.application("receiver-2",
                context -> context.once(true).loss(whenCut()).warnings(warnings::add));
        Await.future(sender.receiversBound(2));
        publishUntil(sender, () -> away.subscription.status().messages() > 0);
        cut.set(true);
        controller.expel("receiver-2", "has not paid");
        contentAuthority.expel("receiver-2", "has not paid");
        publishUntil(sender, () -> staying.subscription.status().keys().content().activeEpoch() == 2);
        rekeyTooOften(sender);
        cut.set(false);

        publishUntil(sender, () -> away.subscription.finished().isDone());

        assertThat(away.subscription.finished()).failsWithin(Duration.ofMinutes(1)).withThrowableThat()
                .withCauseInstanceOf(RegistrationException.class)
                .withMessageContaining("gives this node no keys: expelled");
        Await.future(sender.finish());
        staying.awaitEnd();
        assertThat(staying.gaps).as(group::story).isEmpty();
    }

    @Test
    void oneThatIsRefusedHandsOverWhatItHasStored() throws Exception {
        group.with("window.packets", "64");
        Publisher sender = group.sender(context -> context.ringBytes(MessageRing.MIN_CAPACITY));
        Application staying = group.application("receiver-1");
        Subscription away = group.receiver("receiver-2", context -> context.once(true)
                .ringBytes(MessageRing.MIN_CAPACITY).loss(whenCut()).warnings(warnings::add));
        Await.future(sender.receiversBound(2));
        byte[] message = new byte[LENGTH];
        Waiting.until(() -> sender.offer(message) == Publisher.BACK_PRESSURED && isAllStored(sender));
        long stored = away.status().highest();
        assertThat(away.status().delivered()).isLessThan(stored);
        cut.set(true);
        controller.expel("receiver-2", "has not paid");
        contentAuthority.expel("receiver-2", "has not paid");
        publishUntil(sender, () -> staying.subscription.status().keys().content().activeEpoch() == 2);
        rekeyTooOften(sender);
        cut.set(false);
        publishUntil(sender, () -> away.status().state() != ReceiverState.RECEIVING);

        AtomicLong received = new AtomicLong();
        Waiting.until(() -> away.poll(counting(received), 100) == Subscription.END);

        assertThat(away.status().delivered()).isEqualTo(stored);
        assertThat(received).hasValueGreaterThan(64);
        assertThat(away.finished()).failsWithin(Duration.ofMinutes(1)).withThrowableThat()
                .withCauseInstanceOf(RegistrationException.class);
        Await.future(sender.finish());
        staying.awaitEnd();
    }

    @Test
    void aSenderThatWasNotToldOfAllRekeysTakesTheGroupAlong() throws Exception {
        Publisher sender = group.sender();
        RepairHead repairHead = group.repairHead("rh-1");
        Application receiver = group.application("receiver-1");
        Await.future(sender.receiversBound(1));
        for (KeyLayer layer : KeyLayer.values()) {
            InetSocketAddress address = close(layer);
            try (Authority elsewhere = Authority.open(settings(layer, anyPort()).with(atOnce()), _ -> {})) {
                for (int i = 0; i < TOO_MANY; i++) {
                    elsewhere.compromised("rh-1");
                }
            }
            reopen(layer, address);
        }

        publishUntil(sender, () -> isOfNow(sender.status().keys()) && isOfNow(receiver.subscription.status().keys())
                && repairHead.status().keys().transport().activeEpoch() == NEWEST);

        assertThat(Await.future(sender.finish()).confirmed()).isOne();
        receiver.awaitEnd();
        assertThat(receiver.faults).isEmpty();
        assertThat(receiver.gaps).as(group::story).isEmpty();
        assertThat(receiver.received).isEqualTo(messages.count());
        assertThat(receiver.opened).hasSize(1);
    }

    private void rekeyTooOften(Publisher sender) throws Exception {
        rekeyTooOften(sender, "rh-1");
    }

    private void rekeyTooOften(Publisher sender, String head) throws Exception {
        for (int i = 0; i < TOO_MANY; i++) {
            controller.compromised(head);
            contentAuthority.compromised(head);
            publishUntil(sender, () -> isInUse(controller) && isInUse(contentAuthority));
        }
    }

    /** Everybody has what may be sent, and no more may. */
    private static boolean isAllStored(Publisher sender) {
        SenderStatus status = sender.status();
        return status.highestSent() == status.highestAllowed() && status.stable() == status.highestSent();
    }

    private static StreamHandler counting(AtomicLong messages) {
        return (_, _, _) -> messages.incrementAndGet();
    }

    private static boolean isInUse(Authority authority) {
        return authority.status().active() == authority.status().epoch();
    }

    private boolean isOfNow(KeyStatus keys) {
        return keys.transport().activeEpoch() == controller.status().epoch()
                && keys.content().activeEpoch() == contentAuthority.status().epoch();
    }

    private LossInjector whenCut() {
        return cut::get;
    }

    private InetSocketAddress close(KeyLayer layer) {
        Authority authority = layer == KeyLayer.TRANSPORT ? controller : contentAuthority;
        authority.close();
        return authority.address();
    }

    private void reopen(KeyLayer layer, InetSocketAddress address) throws IOException {
        Authority authority = authority(layer, address);
        if (layer == KeyLayer.TRANSPORT) {
            controller = authority;
        } else {
            contentAuthority = authority;
        }
    }

    private Authority authority(KeyLayer layer, InetSocketAddress listen) throws IOException {
        return Authority.open(settings(layer, listen), _ -> {});
    }

    private AuthoritySettings settings(KeyLayer layer, InetSocketAddress listen) {
        return AuthoritySettings.of(layer, group.directory(), listen).withReleasesAMinute(1_000)
                .with(soon());
    }

    /** By the policy, but no slower than these few nodes are: a test makes dozens, each after the one before is in use. */
    private static AuthoritySettings.Rekeying soon() {
        return new AuthoritySettings.Rekeying(null, null, Duration.ZERO, Duration.ofMillis(20), null,
                Duration.ofMillis(100));
    }

    /** Waits for nobody to use what it makes. */
    private static AuthoritySettings.Rekeying atOnce() {
        return new AuthoritySettings.Rekeying(Duration.ZERO, 1, Duration.ZERO, Duration.ZERO, Duration.ofMillis(1),
                Duration.ZERO);
    }

    private static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    /** As long as it takes, data flow. */
    private void publishUntil(Publisher sender, BooleanSupplier condition) {
        Waiting.until(() -> {
            publishSome(sender);
            return condition.getAsBoolean();
        });
    }

    private void publishSome(Publisher sender) {
        try {
            for (int i = 0; i < 20; i++) {
                assertThat(sender.blocking().publish(messages.next(LENGTH), 0, LENGTH)).isPositive();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
