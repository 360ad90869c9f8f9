package io.trackmc.receiver;

import io.trackmc.net.node.MessageRing;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;
import org.openjdk.jcstress.infra.results.Z_Result;

/** The driver's thread and the application's thread of a subscription. */
public final class HandoverStress {

    private static final int RECORD_BYTES = 1000;

    private HandoverStress() {}

    /** Either the driver finds room at its second try, or the application wakes it. */
    @JCStressTest
    @Outcome(id = "false, false", expect = Expect.FORBIDDEN, desc = "a full queue was emptied and nobody knows")
    @Outcome(expect = Expect.ACCEPTABLE, desc = "the record went in, or the driver will turn")
    @State
    public static class Room {

        private final Handover handover = full();

        @Actor
        public void driver(ZZ_Result result) {
            handover.block();
            result.r1 = put(handover);
        }

        @Actor
        public void application(ZZ_Result result) {
            while (handover.ring().peek()) {
                handover.take();
            }
            result.r2 = handover.shouldUnblock();
        }
    }

    /** Either the driver reads the confirmation, or the application wakes it. */
    @JCStressTest
    @Outcome(id = "false, false", expect = Expect.FORBIDDEN, desc = "confirmed, and nobody reports it")
    @Outcome(expect = Expect.ACCEPTABLE, desc = "seen, or the driver will turn")
    @State
    public static class Confirmation {

        private final Handover handover = new Handover(MessageRing.MIN_CAPACITY);

        @Actor
        public void driver(ZZ_Result result) {
            handover.confirmationUrgent(true);
            result.r1 = handover.confirmed() == 1;
        }

        @Actor
        public void application(ZZ_Result result) {
            result.r2 = handover.confirm(1);
        }
    }

    /** Who sees the end sees everything that came before it. */
    @JCStressTest
    @Outcome(id = "true, false", expect = Expect.FORBIDDEN, desc = "the last record was lost")
    @Outcome(expect = Expect.ACCEPTABLE, desc = "no end yet, or the record is there")
    @State
    public static class End {

        private final Handover handover = new Handover(MessageRing.MIN_CAPACITY);

        @Actor
        public void driver() {
            put(handover);
            handover.end();
        }

        @Actor
        public void application(ZZ_Result result) {
            result.r1 = handover.isEnded();
            result.r2 = handover.ring().peek();
        }
    }

    /** Who waits for a record gets it; a lost wake-up would stop the run. */
    @JCStressTest
    @Outcome(id = "true", expect = Expect.ACCEPTABLE, desc = "woken for a record")
    @Outcome(expect = Expect.FORBIDDEN, desc = "woken for nothing")
    @State
    public static class Waiting {

        private final Handover handover = new Handover(MessageRing.MIN_CAPACITY);

        @Actor
        public void driver() {
            put(handover);
            handover.wakeApplication();
        }

        @Actor
        public void application(Z_Result result) {
            try {
                handover.await();
                result.r1 = handover.ring().peek();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e); // nobody interrupts
            }
        }
    }

    private static Handover full() {
        Handover handover = new Handover(MessageRing.MIN_CAPACITY);
        while (put(handover)) {
            // until there is no room
        }
        return handover;
    }

    private static boolean put(Handover handover) {
        return handover.put(Outlet.MESSAGE, 0, new byte[RECORD_BYTES], 0, RECORD_BYTES);
    }
}
