package io.trackmc.it.roles;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.trackmc.keys.controller.plan.DefaultLayout;
import io.trackmc.receiver.StreamHandler;
import io.trackmc.receiver.Subscription;
import io.trackmc.sender.MessageClaim;
import io.trackmc.sender.Publisher;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Once warm, an application's thread allocates nothing for a message, neither where it offers nor where it polls. */
class AllocationTest {

    private static final int LENGTH = 200;
    private static final int WARM_UP = 100_000;
    private static final int MEASURED = 10_000;
    private static final int ATTEMPTS = 20;

    @TempDir
    Path directory;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final byte[] message = new byte[LENGTH];
    private final MessageClaim claim = new MessageClaim();

    @Test
    void shouldAllocateNothingWhereMessagesAreOfferedAndPolled() throws Exception {
        try (Group group = Group.of(directory.resolve("group"), DefaultLayout.of(0, 1))) {
            Publisher sender = group.sender();
            Poller poller = new Poller(group.receiver("receiver-1"));
            Thread polling = Thread.ofPlatform().start(poller);
            Await.future(sender.receiversBound(1));
            publish(sender, WARM_UP);
            long least = Long.MAX_VALUE;
            for (int i = 0; i < ATTEMPTS && (least > 0 || poller.least.get() > 0); i++) {
                long before = threads.getCurrentThreadAllocatedBytes();
                publish(sender, MEASURED);
                least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
            }
            assertThat(Await.future(sender.finish()).confirmed()).isOne();
            Await.thread(polling);
            assertThat(least).as("bytes of the thread that offers").isZero();
            assertThat(poller.least).as("bytes of the thread that polls").hasValue(0);
        }
    }

    private void publish(Publisher sender, int count) throws InterruptedException {
        for (int i = 0; i < count; i += 2) {
            long position = sender.blocking().publish(message, 0, LENGTH);
            if (sender.tryClaim(LENGTH, claim) > 0) {
                claim.buffer()[claim.offset()] = (byte) position;
                claim.commit();
            }
        }
    }

    private final class Poller implements Runnable, StreamHandler {

        private final Subscription subscription;
        private final AtomicLong least = new AtomicLong(Long.MAX_VALUE);
        private long messages;

        Poller(Subscription subscription) {
            this.subscription = subscription;
        }

        @Override
        public void onMessage(byte[] bytes, int offset, int length) {
            messages++;
        }

        @Override
        public void run() {
            try {
                int polled = 0;
                while (polled != Subscription.END) {
                    long before = threads.getCurrentThreadAllocatedBytes();
                    long from = messages;
                    while (polled != Subscription.END && messages - from < MEASURED) {
                        polled = subscription.blockingPoll(this, 256);
                    }
                    if (messages - from >= MEASURED) {
                        least.accumulateAndGet(threads.getCurrentThreadAllocatedBytes() - before, Math::min);
                    }
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
