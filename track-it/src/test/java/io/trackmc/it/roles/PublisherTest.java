package io.trackmc.it.roles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trackmc.keys.controller.plan.DefaultLayout;
import io.trackmc.net.ConfigurationException;
import io.trackmc.net.node.MessageRing;
import io.trackmc.net.node.NodeClosedException;
import io.trackmc.receiver.Subscription;
import io.trackmc.sender.Members;
import io.trackmc.sender.MessageClaim;
import io.trackmc.sender.Publisher;
import io.trackmc.sender.PublisherListener;
import io.trackmc.sender.SenderContext;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.SubmissionPublisher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every code of {@link Publisher#offer} comes from what it names; claims, waiting, and what the sender hears of its receivers. */
class PublisherTest {

    private static final int LENGTH = 1_000;
    private static final int RING = MessageRing.MIN_CAPACITY;

    @TempDir
    Path directory;

    private final byte[] message = new byte[LENGTH];

    @Test
    void shouldSayNotConnectedWhileNoReceiverIsInTheTree() throws Exception {
        try (Group group = group(1)) {
            Publisher sender = group.sender();
            assertThat(sender.offer(message)).isEqualTo(Publisher.NOT_CONNECTED);
            assertThat(sender.tryClaim(5, new MessageClaim())).isEqualTo(Publisher.NOT_CONNECTED);
            assertThat(sender.blocking(Duration.ZERO).publish(message)).isEqualTo(Publisher.NOT_CONNECTED);
            Subscription receiver = group.receiver("receiver-1");
            Await.future(sender.receiversBound(1));
            assertThat(sender.offer(message)).isOne();
            receiver.close();
            Waiting.until(() -> sender.status().receivers() == 0);
            assertThat(sender.offer(message)).isEqualTo(Publisher.NOT_CONNECTED);
        }
    }

    @Test
    void shouldWaitForTheFirstReceiver() throws Exception {
        try (Group group = group(1)) {
            Publisher sender = group.sender();
            CompletableFuture<Long> published = inBackground(() -> sender.blocking().publish(message));
            Application receiver = group.application("receiver-1");
            assertThat(Await.future(published)).isOne();
            assertThat(Await.future(sender.finish()).confirmed()).isOne();
            assertThat(receiver.awaitEnd().received).isOne();
        }
    }

    @Test
    void shouldSayRateLimitedWhenTheRateIsWhatStopsIt() throws Exception {
        try (Group group = group(1).with("rate.data", "100000")) {
            Publisher sender = group.sender(context -> context.ringBytes(RING));
            group.application("receiver-1");
            Await.future(sender.receiversBound(1));
            Waiting.until(() -> sender.offer(message) == Publisher.RATE_LIMITED);
            long code;
            do { // a packet may go out between any two calls, and make room for one message
                code = sender.blocking(Duration.ofNanos(1)).publish(message);
            } while (code > 0);
            assertThat(code).isEqualTo(Publisher.RATE_LIMITED);
        }
    }

    @Test
    void shouldSayBackPressuredWhenAReceiverTakesNoMore() throws Exception {
        try (Group group = group(1).with("window.packets", "64").with("rate.data", "1000000000")) {
            Publisher sender = group.sender(context -> context.ringBytes(RING));
            group.receiver("receiver-1", context -> context.ringBytes(RING));
            Await.future(sender.receiversBound(1));
            // Refused, also after a turn in which the driver could have taken what waits: not for want of a turn.
            Waiting.until(() -> sender.offer(message) == Publisher.BACK_PRESSURED
                    && sender.status().highestSent() == sender.status().highestAllowed()
                    && sender.offer(message) == Publisher.BACK_PRESSURED);
            assertThat(sender.offer(message)).isEqualTo(Publisher.BACK_PRESSURED);
            assertThat(sender.blocking(Duration.ofNanos(1)).publish(message)).isEqualTo(Publisher.BACK_PRESSURED);
            CompletableFuture<Long> waiting = inBackground(() -> sender.blocking().publish(message));
            sender.abort();
            assertThat(Await.future(waiting)).isEqualTo(Publisher.CLOSED);
        }
    }

    @Test
    void shouldSayKeyExpiredAndStillSendWhatWasAccepted() throws Exception {
        try (Group group = group(1)) {
            long most = SenderContext.reservedPackets(RING) + 50;
            Publisher sender = group.sender(context -> context.ringBytes(RING).contentPackets(most));
            Application receiver = group.application("receiver-1");
            Await.future(sender.receiversBound(1));
            long position = 0;
            long result = 0;
            while (result >= 0) {
                position = result;
                result = sender.blocking().publish(message);
            }
            assertThat(Publisher.nameOf(result)).isEqualTo("KEY_EXPIRED");
            assertThat(sender.offer(message)).isEqualTo(Publisher.KEY_EXPIRED);
            assertThat(position).isGreaterThan(50);
            assertThat(Await.future(sender.finish()).confirmed()).isOne();
            assertThat(sender.offer(message)).isEqualTo(Publisher.CLOSED);
            assertThat(receiver.awaitEnd().received).isEqualTo(position);
        }
    }

    @Test
    void shouldRefuseFewerPacketsThanItSetsAside() {
        try (Group group = group(1)) {
            assertThatThrownBy(() -> group.sender(context -> context.contentPackets(1_000)))
                    .isInstanceOf(ConfigurationException.class).hasMessageContaining("content packets of a run");
        }
    }

    @Test
    void shouldEndWaitingWhenInterrupted() throws Exception {
        try (Group group = group(1)) {
            Publisher sender = group.sender();
            CompletableFuture<Long> published = new CompletableFuture<>();
            Thread waiting = Thread.ofPlatform().start(() -> {
                try {
                    published.complete(sender.blocking().publish(message));
                } catch (InterruptedException e) {
                    published.completeExceptionally(e);
                }
            });
            waiting.interrupt();
            assertThatThrownBy(() -> Await.future(published)).hasCauseInstanceOf(InterruptedException.class);
        }
    }

    @Test
    void shouldPublishWhatWasWrittenIntoAClaim() throws Exception {
        try (Group group = group(1)) {
            Publisher sender = group.sender();
            Application receiver = group.application("receiver-1");
            Await.future(sender.receiversBound(1));
            Messages messages = new Messages(LENGTH);
            MessageClaim claim = new MessageClaim();
            for (int i = 1; i <= 1_000; i++) {
                byte[] next = messages.next(LENGTH);
                long position = sender.tryClaim(LENGTH, claim);
                while (position < 0) {
                    position = sender.tryClaim(LENGTH, claim);
                }
                System.arraycopy(next, 0, claim.buffer(), claim.offset(), claim.length());
                assertThat(position).isEqualTo(i);
                assertThat(claim.commit()).isEqualTo(i);
                if (sender.tryClaim(10, claim) > 0) {
                    claim.abort();
                }
            }
            assertThat(Await.future(sender.finish()).messages()).isEqualTo(1_000);
            assertThat(receiver.awaitEnd().checksum()).isEqualTo(messages.checksum());
        }
    }

    @Test
    void shouldAllowOneThingAtATimeWhileAClaimIsOpen() throws Exception {
        try (Group group = group(1)) {
            Publisher sender = group.sender();
            group.application("receiver-1");
            Await.future(sender.receiversBound(1));
            MessageClaim claim = new MessageClaim();
            assertThatIllegalStateException().isThrownBy(claim::commit);
            assertThat(sender.tryClaim(10, claim)).isOne();
            assertThatIllegalStateException().isThrownBy(() -> sender.offer(message));
            assertThatIllegalStateException().isThrownBy(() -> sender.tryClaim(10, new MessageClaim()));
            claim.abort();
            assertThatIllegalStateException().isThrownBy(claim::abort);
            assertThat(sender.tryClaim(10, claim)).isOne();
            sender.abort();
            assertThat(claim.commit()).isEqualTo(Publisher.CLOSED);
        }
    }

    @Test
    void shouldTellUpToWhichPositionEverybodyStoresAndHasConfirmed() throws Exception {
        Told told = new Told();
        try (Group group = Group.of(directory.resolve("group"), DefaultLayout.of(1, 2))) {
            Publisher sender = group.sender(context -> context.listener(told));
            group.repairHead("rh-1");
            group.application("receiver-1");
            Subscription slow = group.receiver("receiver-2", context -> context.once(true).explicitConfirm(true));
            Await.future(sender.receiversBound(2));
            for (int i = 0; i < 300; i++) {
                sender.blocking().publish(message);
            }
            Waiting.until(() -> sender.status().stablePosition() == 300);
            assertThat(sender.stablePosition()).isEqualTo(300);
            assertThat(told.stable.getLast()).isEqualTo("300 is stored by 2 of 2");
            assertThat(told.stable).doesNotHaveDuplicates();
            assertThat(sender.confirmedPosition()).isZero();
            Waiting.until(
                    () -> slow.poll((bytes, offset, length) -> {}, 1_000) >= 0 && slow.status().messages() == 300);
            slow.confirm();
            Waiting.until(() -> sender.status().confirmedPosition() == 300);
            assertThat(told.confirmed.getLast()).isEqualTo("300 is confirmed by 2 of 2");
            var confirmation = sender.finish();
            slow.run((bytes, offset, length) -> {}, () -> {
                slow.confirm();
                return confirmation.isDone();
            });
            assertThat(Await.future(confirmation).confirmed()).isEqualTo(2);
            assertThat(told.members).first().isEqualTo(new Members(0, 1, 0));
            assertThat(told.members).contains(new Members(2, 1, 0));
        }
    }

    @Test
    void shouldTellTheLastPositionAtTheEndThoughReceiversLeaveWithoutALastReport() throws Exception {
        Told told = new Told();
        try (Group group = group(1)) {
            Publisher sender = group.sender(context -> context.listener(told));
            group.application("receiver-1");
            Await.future(sender.receiversBound(1));
            for (int i = 0; i < 10; i++) {
                sender.blocking().publish(message);
            }
            Await.future(sender.finish());
            assertThat(told.stable.getLast()).isEqualTo("10 is stored by 1 of 1");
            assertThat(told.confirmed.getLast()).isEqualTo("10 is confirmed by 1 of 1");
            assertThat(sender.confirmedPosition()).isEqualTo(10);
        }
    }

    @Test
    void shouldPublishAFlowAndReceiveItAsOne() throws Exception {
        try (Group group = Group.of(directory.resolve("group"), DefaultLayout.of(1, 1)).losing(0.02)) {
            Publisher sender = group.sender(context -> context.ringBytes(RING));
            group.repairHead("rh-1");
            Collector collector = new Collector();
            Subscription subscription = group.receiver("receiver-1");
            subscription.flow().subscribe(collector);
            Await.future(sender.receiversBound(1));
            CompletableFuture<Long> done;
            try (var source = new SubmissionPublisher<byte[]>()) {
                var sink = sender.flow();
                done = sink.done();
                source.subscribe(sink);
                for (int i = 1; i <= 5_000; i++) {
                    source.submit(("line " + i).getBytes(StandardCharsets.UTF_8));
                }
            }
            assertThat(Await.future(done)).isEqualTo(5_000);
            assertThat(Await.future(sender.finish()).confirmed()).isOne();
            List<String> items = Await.future(collector.all);
            assertThat(items).hasSize(5_002);
            assertThat(items.getFirst()).isEqualTo("opened at 1");
            assertThat(items.get(5_000)).isEqualTo("line 5000");
            assertThat(items.getLast()).isEqualTo("closed");
            assertThat(items).doesNotHaveDuplicates();
        }
    }

    @Test
    void shouldFailAFlowThatThePublisherTakesNoMoreOf() throws Exception {
        try (Group group = group(1)) {
            Publisher sender = group.sender();
            group.application("receiver-1");
            Await.future(sender.receiversBound(1));
            var sink = sender.flow();
            try (var source = new SubmissionPublisher<byte[]>()) {
                source.subscribe(sink);
                sender.close();
                source.submit(message);
                assertThatThrownBy(() -> Await.future(sink.done())).hasCauseInstanceOf(NodeClosedException.class);
            }
        }
    }

    @Test
    void shouldGiveASecondSubscriberAnError() {
        try (Group group = group(1)) {
            Subscription subscription = group.receiver("receiver-1");
            var flow = subscription.flow();
            flow.subscribe(new Collector());
            Collector second = new Collector();
            flow.subscribe(second);
            assertThatThrownBy(() -> Await.future(second.all)).hasCauseInstanceOf(IllegalStateException.class);
        }
    }

    private Group group(int receivers) {
        return Group.of(directory.resolve("group"), DefaultLayout.of(0, receivers));
    }

    private static CompletableFuture<Long> inBackground(Callable<Long> work) {
        CompletableFuture<Long> result = new CompletableFuture<>();
        Thread.ofPlatform().start(() -> {
            try {
                result.complete(work.call());
            } catch (Exception e) {
                result.completeExceptionally(e);
            }
        });
        return result;
    }

    private static final class Told implements PublisherListener {

        private final List<String> stable = new CopyOnWriteArrayList<>();
        private final List<String> confirmed = new CopyOnWriteArrayList<>();
        private final List<Members> members = new CopyOnWriteArrayList<>();

        @Override
        public void onStable(long position, int receivers, int expected) {
            stable.add(position + " is stored by " + receivers + " of " + expected);
        }

        @Override
        public void onConfirmed(long position, int receivers, int expected) {
            confirmed.add(position + " is confirmed by " + receivers + " of " + expected);
        }

        @Override
        public void onMemberChange(Members now) {
            members.add(now);
        }
    }
}
