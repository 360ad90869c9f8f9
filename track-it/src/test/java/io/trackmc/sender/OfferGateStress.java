package io.trackmc.sender;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.Z_Result;

/** The driver's thread, or one that ends the session, and the application's thread of a publisher. */
public final class OfferGateStress {

    private OfferGateStress() {}

    /** Who waits for a receiver learns of it; a lost wake-up would stop the run. */
    @JCStressTest
    @Outcome(id = "true", expect = Expect.ACCEPTABLE, desc = "woken when a receiver is there")
    @Outcome(expect = Expect.FORBIDDEN, desc = "woken for nothing")
    @State
    public static class Connected {

        private final OfferGate gate = new OfferGate();

        @Actor
        public void driver() {
            gate.connected(true);
        }

        @Actor
        public void application(Z_Result result) {
            result.r1 = awaitRefusal(gate, OfferGate.NOTHING);
        }
    }

    /** Who waits learns that the session is over, whatever else happens. */
    @JCStressTest
    @Outcome(id = "true", expect = Expect.ACCEPTABLE, desc = "woken when it is over")
    @Outcome(expect = Expect.FORBIDDEN, desc = "woken for nothing")
    @State
    public static class Closed {

        private final OfferGate gate = new OfferGate();

        @Actor
        public void driver() {
            gate.connected(true);
            gate.keyExpired();
        }

        @Actor
        public void closer() {
            gate.close();
        }

        @Actor
        public void application(Z_Result result) {
            result.r1 = awaitRefusal(gate, Publisher.CLOSED);
        }
    }

    private static boolean awaitRefusal(OfferGate gate, long refusal) {
        try {
            gate.parking().await(() -> gate.refusal() == refusal);
            return gate.refusal() == refusal;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e); // nobody interrupts
        }
    }
}
