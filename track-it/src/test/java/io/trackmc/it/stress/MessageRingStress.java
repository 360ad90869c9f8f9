package io.trackmc.it.stress;

import io.trackmc.net.node.MessageRing;
import java.util.Arrays;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/** Messages between an application and a driver: whole, in order, none twice, none lost. */
public final class MessageRingStress {

    private static final int CAPACITY = MessageRing.MIN_CAPACITY;
    private static final int SMALL = 20;
    private static final int QUARTER = CAPACITY / 4 - 16;
    private static final int ASIDE = CAPACITY / 2;
    private static final int NOTHING = 0;
    private static final int TORN = -1;

    private MessageRingStress() {}

    /** Two messages while the other thread takes what it sees. */
    @JCStressTest
    @Outcome(id = {"0, 0", "0, 1", "1, 0", "1, 2"}, expect = Expect.ACCEPTABLE, desc = "the first messages, whole")
    @Outcome(expect = Expect.FORBIDDEN, desc = "torn, out of order, or twice")
    @State
    public static class Order {

        private final MessageRing ring = new MessageRing(CAPACITY);

        @Actor
        public void offering() {
            offer(ring, 1, SMALL);
            offer(ring, 2, SMALL);
        }

        @Actor
        public void taking(II_Result result) {
            result.r1 = take(ring);
            result.r2 = take(ring);
        }
    }

    /** The next message goes to the beginning of the array while the other thread empties the end. */
    @JCStressTest
    @Outcome(id = {"0, 3, 4", "1, 3, 45"}, expect = Expect.ACCEPTABLE, desc = "refused or taken, and in order")
    @Outcome(expect = Expect.FORBIDDEN, desc = "written over what was not taken yet, or lost")
    @State
    public static class Wrapping {

        private final MessageRing ring = new MessageRing(CAPACITY);

        public Wrapping() {
            offer(ring, 1, SMALL);
            for (int number = 2; number <= 4; number++) {
                offer(ring, number, QUARTER);
            }
            take(ring);
        }

        @Actor
        public void offering(III_Result result) {
            result.r1 = offer(ring, 5, QUARTER + SMALL) ? 1 : 0;
        }

        @Actor
        public void taking(III_Result result) {
            take(ring);
            result.r2 = take(ring);
        }

        @Arbiter
        public void rest(III_Result result) {
            for (int next = take(ring); next != NOTHING; next = take(ring)) {
                result.r3 = 10 * result.r3 + next;
            }
        }
    }

    /** A message that is too long for the array, while the one before it is being read. */
    @JCStressTest
    @Outcome(id = {"0, 1, 0", "1, 1, 2"}, expect = Expect.ACCEPTABLE, desc = "refused, or there after the first")
    @Outcome(expect = Expect.FORBIDDEN, desc = "written over the first, or lost")
    @State
    public static class Aside {

        private final MessageRing ring = new MessageRing(CAPACITY);

        public Aside() {
            offer(ring, 1, ASIDE);
        }

        @Actor
        public void offering(III_Result result) {
            result.r1 = offer(ring, 2, ASIDE) ? 1 : 0;
        }

        @Actor
        public void taking(III_Result result) {
            result.r2 = take(ring);
        }

        @Arbiter
        public void rest(III_Result result) {
            result.r3 = take(ring);
        }
    }

    /** A message written in place, after one that was given up. */
    @JCStressTest
    @Outcome(id = {"0, 0", "0, 1", "1, 0", "1, 2"}, expect = Expect.ACCEPTABLE, desc = "what was committed, whole")
    @Outcome(expect = Expect.FORBIDDEN, desc = "torn, given up, out of order, or twice")
    @State
    public static class Claim {

        private final MessageRing ring = new MessageRing(CAPACITY);

        @Actor
        public void claiming() {
            for (int number = 1; number <= 2; number++) {
                write(ring, 9, QUARTER);
                write(ring, number, SMALL);
                ring.commit(number, number);
            }
        }

        @Actor
        public void taking(II_Result result) {
            result.r1 = take(ring);
            result.r2 = take(ring);
        }

        private static void write(MessageRing ring, int number, int length) {
            ring.claim(length);
            Arrays.fill(ring.claimedBytes(), ring.claimedOffset(), ring.claimedOffset() + length, (byte) number);
        }
    }

    private static boolean offer(MessageRing ring, int number, int length) {
        byte[] message = new byte[length];
        Arrays.fill(message, (byte) number);
        return ring.offer(number, number, message, 0, length);
    }

    /** Number of the next message, {@link #NOTHING}, or {@link #TORN} when its parts do not belong together. */
    private static int take(MessageRing ring) {
        if (!ring.peek()) {
            return NOTHING;
        }
        int number = ring.kind();
        boolean whole = ring.tag() == number;
        for (int i = 0; i < ring.length(); i++) {
            whole &= ring.bytes()[ring.offset() + i] == number;
        }
        ring.take();
        return whole ? number : TORN;
    }
}
