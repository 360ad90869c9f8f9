package io.trackmc.it.roles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.trackmc.keys.controller.plan.DefaultLayout;
import io.trackmc.proto.engine.EngineEvent.SessionClosed;
import io.trackmc.receiver.ReceiverContext;
import io.trackmc.receiver.StreamHandler;
import io.trackmc.receiver.Subscription;
import io.trackmc.sender.Publisher;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A handler that takes everything on the driver's thread. */
class SubscribeTest {

    private static final int LENGTH = 1000;
    private static final int COUNT = 20_000;

    @TempDir
    Path directory;

    @Test
    void shouldHandOverEverythingOnceAndInOrderOnOneThread() throws Exception {
        try (Group group = Group.of(directory.resolve("group"), DefaultLayout.of(0, 1)).losing(0.02)) {
            Publisher sender = group.sender();
            Taker taker = new Taker();
            Subscription subscription = subscribe(group, context -> context, _ -> taker);
            Await.future(sender.receiversBound(1));
            Messages messages = new Messages(LENGTH);
            for (int i = 0; i < COUNT; i++) {
                sender.blocking().publish(messages.next(LENGTH), 0, LENGTH);
            }
            assertThat(Await.future(sender.finish()).confirmed()).isOne();
            Await.future(subscription.finished());
            assertThat(taker.count).isEqualTo(COUNT);
            assertThat(taker.checksum).isEqualTo(messages.checksum());
            assertThat(taker.threads).hasSize(1).doesNotContain(Thread.currentThread());
            assertThat(subscription.status().messages()).isEqualTo(COUNT);
            assertThat(subscription.status().bytes()).isEqualTo((long) COUNT * LENGTH);
        }
    }

    @Test
    void shouldConfirmWhatIsConfirmedWithinTheHandler() throws Exception {
        try (Group group = Group.of(directory.resolve("group"), DefaultLayout.of(0, 1))) {
            Publisher sender = group.sender();
            Subscription subscription = subscribe(group, context -> context.explicitConfirm(true),
                    mine -> (bytes, offset, length) -> mine.confirm());
            Await.future(sender.receiversBound(1));
            publish(sender, 10);
            assertThat(Await.future(sender.finish()).confirmed()).isOne();
            Await.future(subscription.finished());
        }
    }

    @Test
    void shouldConfirmWhatAnotherThreadConfirmsLater() throws Exception {
        try (Group group = Group.of(directory.resolve("group"), DefaultLayout.of(0, 1))) {
            Publisher sender = group.sender();
            CompletableFuture<Void> closed = new CompletableFuture<>();
            Subscription subscription = subscribe(group, context -> context.explicitConfirm(true),
                    _ -> new Ending(closed));
            Await.future(sender.receiversBound(1));
            publish(sender, 10);
            CompletableFuture<?> confirmation = sender.finish();
            Await.future(closed);
            assertThat(confirmation).isNotDone();
            subscription.confirm(subscription.mark());
            Await.future(confirmation);
            Await.future(subscription.finished());
        }
    }

    @Test
    void shouldRefuseToBeClosedByItsHandlerAndGoOn() throws Exception {
        try (Group group = Group.of(directory.resolve("group"), DefaultLayout.of(0, 1))) {
            Publisher sender = group.sender();
            CompletableFuture<Throwable> thrown = new CompletableFuture<>();
            Subscription subscription = subscribe(group, context -> context,
                    mine -> (bytes, offset, length) -> thrown.complete(catchThrowable(mine::close)));
            Await.future(sender.receiversBound(1));
            publish(sender, 2);
            assertThat(Await.future(thrown)).isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("another thread");
            assertThat(Await.future(sender.finish()).confirmed()).isOne();
            Await.future(subscription.finished());
        }
    }

    @Test
    void shouldEndWithWhatTheHandlerThrows() throws Exception {
        try (Group group = Group.of(directory.resolve("group"), DefaultLayout.of(0, 1))) {
            Publisher sender = group.sender();
            Subscription subscription = subscribe(group, context -> context.errorHandler(_ -> {}),
                    _ -> (bytes, offset, length) -> {
                        throw new IllegalStateException("the application's own");
                    });
            Await.future(sender.receiversBound(1));
            publish(sender, 1);
            assertThatThrownBy(() -> Await.future(subscription.finished())).rootCause()
                    .hasMessage("the application's own");
        }
    }

    @Test
    void shouldRefuseToBePolledToo() {
        try (Group group = Group.of(directory.resolve("group"), DefaultLayout.of(0, 1))) {
            Subscription subscription = subscribe(group, context -> context, _ -> (bytes, offset, length) -> {});
            assertThatThrownBy(() -> subscription.poll((bytes, offset, length) -> {}, 1))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    private static Subscription subscribe(Group group, Function<ReceiverContext, ReceiverContext> more,
            Function<Subscription, StreamHandler> handlers) {
        return group.subscriber("receiver-1", context -> more.apply(context.once(true)), handlers);
    }

    private static void publish(Publisher sender, int count) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            sender.blocking().publish(new byte[LENGTH]);
        }
    }

    /** Counts and sums up; to be read when the subscription is over. */
    private static final class Taker implements StreamHandler {

        private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
        private final CRC32C sum = new CRC32C();
        private int count;
        private long checksum;

        @Override
        public void onMessage(byte[] bytes, int offset, int length) {
            threads.add(Thread.currentThread());
            sum.update(bytes, offset, length);
            checksum = sum.getValue();
            count++;
        }
    }

    /** Tells when the session is over. */
    private record Ending(CompletableFuture<Void> closed) implements StreamHandler {

        @Override
        public void onMessage(byte[] bytes, int offset, int length) {
            // Confirmed later.
        }

        @Override
        public void onSessionClosed(SessionClosed session) {
            closed.complete(null);
        }
    }
}
