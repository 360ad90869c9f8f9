package io.trackmc.net.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Two threads that depend on each other's wake-ups at every step: a lost one stops the test for good, and a message that is seen
 * before its bytes are fails it.
 */
@SuppressWarnings("NonAtomicVolatileUpdate") // each is written by one thread only
class HandOffStressTest {

    private static final int MESSAGES = 1_000_000;
    private static final int TURNS = 300_000;

    @Test
    void shouldLoseNeitherMessagesNorWakeUps() throws Exception {
        MessageRing ring = new MessageRing(MessageRing.MIN_CAPACITY);
        Parking room = new Parking();
        Parking content = new Parking();
        CompletableFuture<Void> offering = run(() -> offerAll(ring, room, content));
        CompletableFuture<Void> taking = run(() -> takeAll(ring, room, content));
        CompletableFuture.allOf(offering, taking).get(5, TimeUnit.MINUTES);
        assertThat(ring.isEmpty()).isTrue();
    }

    @Test
    void shouldPassATokenToAndFroWithoutLosingIt() throws Exception {
        Table table = new Table();
        CompletableFuture<Void> ping = run(() -> table.play(0));
        CompletableFuture<Void> pong = run(() -> table.play(1));
        CompletableFuture.allOf(ping, pong).get(5, TimeUnit.MINUTES);
        assertThat(table.token).isEqualTo(TURNS);
    }

    /** The answer comes while the asking thread is on its way to park, at another moment of it each time. */
    @Test
    void shouldWakeAThreadThatIsAboutToPark() throws Exception {
        Desk desk = new Desk();
        CompletableFuture<Void> answering = run(desk::answerAll);
        CompletableFuture<Void> asking = run(desk::askAll);
        CompletableFuture.allOf(answering, asking).get(5, TimeUnit.MINUTES);
        assertThat(desk.isDone()).isTrue();
    }

    private static void offerAll(MessageRing ring, Parking room, Parking content) throws InterruptedException {
        SplittableRandom lengths = new SplittableRandom(1);
        byte[] message = new byte[MessageRing.MIN_CAPACITY];
        for (int i = 0; i < MESSAGES; i++) {
            int length = length(lengths, i);
            java.util.Arrays.fill(message, 0, length, (byte) i);
            while (!ring.offer(i & 0xFFFF, i, message, 0, length)) {
                room.await(() -> ring.hasRoomFor(length));
            }
            content.wake();
        }
    }

    private static void takeAll(MessageRing ring, Parking room, Parking content) throws InterruptedException {
        SplittableRandom lengths = new SplittableRandom(1);
        for (int i = 0; i < MESSAGES; i++) {
            if (!ring.peek()) {
                content.await(() -> !ring.isEmpty());
                check(ring.peek(), "a message was announced and is not there");
            }
            check(ring.tag() == i && ring.kind() == (i & 0xFFFF), "order");
            check(ring.length() == length(lengths, i), "length");
            for (int at = 0; at < ring.length(); at++) {
                check(ring.bytes()[ring.offset() + at] == (byte) i, "content");
            }
            ring.take();
            room.wake();
        }
    }

    /** Mostly small ones; some that fill the ring, some that go aside. */
    private static int length(SplittableRandom random, int number) {
        int range = number % 64 == 0 ? MessageRing.MIN_CAPACITY : 48;
        return random.nextInt(range);
    }

    private static void check(boolean condition, String what) {
        if (!condition) {
            throw new AssertionError(what);
        }
    }

    private static CompletableFuture<Void> run(Step step) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread.ofPlatform().daemon().start(() -> {
            try {
                step.run();
                done.complete(null);
            } catch (Throwable e) {
                done.completeExceptionally(e);
            }
        });
        return done;
    }

    @FunctionalInterface
    private interface Step {
        void run() throws Exception;
    }

    /** Numbers pass with release and acquire only, as positions of a ring do, so that nothing but the parking orders them. */
    private static final class Desk {

        private static final VarHandle NUMBER = MethodHandles.arrayElementVarHandle(long[].class);
        private static final int QUESTION = 16;
        private static final int ANSWER = 48;
        private static final int SPREAD = 64;

        private final long[] numbers = new long[64];
        private final Parking parking = new Parking();

        private void askAll() throws InterruptedException {
            for (long i = 1; i <= MESSAGES; i++) {
                long expected = i;
                NUMBER.setRelease(numbers, QUESTION, i);
                parking.await(() -> (long) NUMBER.getAcquire(numbers, ANSWER) == expected);
            }
        }

        private void answerAll() {
            for (long i = 1; i <= MESSAGES; i++) {
                while ((long) NUMBER.getAcquire(numbers, QUESTION) != i) {
                    Thread.onSpinWait();
                }
                for (long delay = i % SPREAD; delay > 0; delay--) {
                    Thread.onSpinWait();
                }
                NUMBER.setRelease(numbers, ANSWER, i);
                parking.wake();
            }
        }

        private boolean isDone() {
            return (long) NUMBER.getAcquire(numbers, ANSWER) == MESSAGES;
        }
    }

    private static final class Table {

        private final Parking[] seats = {new Parking(), new Parking()};
        private volatile int token;

        private void play(int player) throws InterruptedException {
            while (token < TURNS) {
                seats[player].await(() -> token % 2 == player || token >= TURNS);
                if (token < TURNS) {
                    token = token + 1;
                }
                seats[1 - player].wake();
            }
        }
    }
}
