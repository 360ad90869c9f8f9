package io.trackmc.net;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZZ_Result;

/** {@link EngineDriver#wake} and {@link EngineDriver#execute}: a command that is put into a queue is seen, or the loop does not sleep. */
public final class WakeFlagStress {

    private static final String LOST = "false, false, true";

    private WakeFlagStress() {}

    /** The last turn has begun long ago. */
    @JCStressTest
    @Outcome(id = LOST, expect = Expect.FORBIDDEN, desc = "not interrupted, not seen, asleep")
    @Outcome(expect = Expect.ACCEPTABLE, desc = "seen, or interrupted, or awake")
    @State
    public static class AfterALoweredFlag extends Loop {

        @Actor
        public void application(ZZZ_Result result) {
            result.r1 = ask();
        }

        @Actor
        public void loop(ZZZ_Result result) {
            turn(result);
        }
    }

    /** Somebody else has asked for the turn that begins now. */
    @JCStressTest
    @Outcome(id = LOST, expect = Expect.FORBIDDEN, desc = "not interrupted, not seen, asleep")
    @Outcome(expect = Expect.ACCEPTABLE, desc = "seen, or interrupted, or awake")
    @State
    public static class AfterARaisedFlag extends Loop {

        public AfterARaisedFlag() {
            flag.raise();
        }

        @Actor
        public void application(ZZZ_Result result) {
            result.r1 = ask();
        }

        @Actor
        public void loop(ZZZ_Result result) {
            turn(result);
        }
    }

    /** A flag and a place for one command, written and read as weakly as the queues of the roles do. */
    static class Loop {

        final WakeFlag flag = new WakeFlag();
        private final java.util.concurrent.atomic.AtomicBoolean command = new java.util.concurrent.atomic.AtomicBoolean();

        boolean ask() {
            command.setRelease(true);
            return flag.raise();
        }

        void turn(ZZZ_Result result) {
            flag.lower();
            result.r2 = command.getAcquire();
            result.r3 = !flag.isRaised();
        }
    }
}
