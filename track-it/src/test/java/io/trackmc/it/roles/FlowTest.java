package io.trackmc.it.roles;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.keys.controller.plan.DefaultLayout;
import io.trackmc.proto.sender.SenderState;
import io.trackmc.receiver.ReceiverStatus;
import io.trackmc.receiver.StreamHandler;
import io.trackmc.receiver.Subscription;
import io.trackmc.sender.Publisher;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens when somebody is slow: nothing is lost, and nobody stores more than he said. */
class FlowTest {

    private static final int RING = 64 << 10;
    private static final int LENGTH = 1000;
    private static final int WINDOW = 64;

    @TempDir
    Path directory;

    @Test
    void shouldHoldTheSenderBackWhileAnApplicationDoesNotPoll() throws Exception {
        try (Group group = Group.of(directory.resolve("group"), DefaultLayout.of(1, 2))
                .with("window.packets", String.valueOf(WINDOW))) {
            Publisher sender = group.sender(context -> context.ringBytes(RING));
            group.repairHead("rh-1");
            Application quick = group.application("receiver-1");
            Subscription idle = group.receiver("receiver-2", context -> context.once(true).ringBytes(RING));
            Await.future(sender.receiversBound(2));
            Messages messages = new Messages(LENGTH);
            byte[] refused = offerUntilStuck(sender, idle, messages);
            long most = 2L * RING + 4 * WINDOW * 1408; // two rings, the window, and what the sender keeps
            assertThat(messages.bytes()).isLessThan(most);
            assertThat(sender.status().highestSent()).isEqualTo(sender.status().highestAllowed());
            Application woken = new Application("receiver-2", idle);
            sender.blocking().publish(refused, 0, LENGTH);
            for (int i = 0; i < 10_000; i++) {
                sender.blocking().publish(messages.next(LENGTH), 0, LENGTH);
            }
            assertThat(Await.future(sender.finish()).confirmed()).isEqualTo(2);
            for (Application application : new Application[] {quick, woken}) {
                application.awaitEnd();
                assertThat(application.received).isEqualTo(messages.count());
                assertThat(application.checksum()).isEqualTo(messages.checksum());
                assertThat(application.gaps).as(group::story).isEmpty();
            }
        }
    }

    @Test
    void shouldConfirmOnlyWhatTheApplicationIsThroughWith() throws Exception {
        try (Group group = Group.of(directory.resolve("group"), DefaultLayout.of(1, 1))) {
            Publisher sender = group.sender();
            group.repairHead("rh-1");
            Subscription subscription = group.receiver("receiver-1",
                    context -> context.once(true).explicitConfirm(true));
            Await.future(sender.receiversBound(1));
            for (int i = 0; i < 100; i++) {
                sender.blocking().publish(new byte[LENGTH]);
            }
            var confirmation = sender.finish();
            AtomicLong messages = new AtomicLong();
            ClosingHandler handler = new ClosingHandler(messages);
            subscription.run(handler, () -> handler.isClosed);
            assertThat(messages).hasValue(100);
            assertThat(subscription.status().complete()).isFalse();
            assertThat(sender.status().state()).isEqualTo(SenderState.CLOSING);
            assertThat(confirmation).isNotDone();
            subscription.confirm();
            assertThat(Await.future(confirmation).confirmed()).isOne();
            Await.future(subscription.finished());
        }
    }

    @Test
    void shouldConfirmFromWithinTheHandlerOfTheLastMessage() throws Exception {
        try (Group group = Group.of(directory.resolve("group"), DefaultLayout.of(0, 1))) {
            Publisher sender = group.sender();
            Subscription subscription = group.receiver("receiver-1",
                    context -> context.once(true).explicitConfirm(true));
            Await.future(sender.receiversBound(1));
            for (byte last = 9; last >= 0; last--) {
                sender.blocking().publish(new byte[] {last});
            }
            var confirmation = sender.finish();
            subscription.run((bytes, offset, length) -> {
                if (bytes[offset] == 0) {
                    subscription.confirm();
                }
            }, () -> false);
            assertThat(Await.future(confirmation).confirmed()).isOne();
        }
    }

    /** Offers until the window of an application that does not poll is full, and everything before it; returns what was refused. */
    private static byte[] offerUntilStuck(Publisher sender, Subscription idle, Messages messages) {
        byte[][] pending = {messages.next(LENGTH)};
        Waiting.until(() -> {
            if (sender.offer(pending[0], 0, LENGTH) > 0) {
                pending[0] = messages.next(LENGTH);
                return false;
            }
            ReceiverStatus status = idle.status();
            return status.delivered() > 0 && status.highest() == status.delivered() + WINDOW;
        });
        return pending[0];
    }

    private static final class ClosingHandler implements StreamHandler {

        private final AtomicLong messages;
        private volatile boolean isClosed;

        ClosingHandler(AtomicLong messages) {
            this.messages = messages;
        }

        @Override
        public void onMessage(byte[] bytes, int offset, int length) {
            messages.incrementAndGet();
        }

        @Override
        public void onSessionClosed(io.trackmc.proto.engine.EngineEvent.SessionClosed session) {
            isClosed = true;
        }
    }
}
