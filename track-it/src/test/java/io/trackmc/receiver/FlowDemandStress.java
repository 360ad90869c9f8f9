package io.trackmc.receiver;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** Requests of two threads while a third delivers: none is lost; a lost wake-up would stop the run. */
@JCStressTest
@Outcome(id = "2", expect = Expect.ACCEPTABLE, desc = "both delivered")
@Outcome(expect = Expect.FORBIDDEN, desc = "delivered what nobody requested")
@State
public class FlowDemandStress {

    private final FlowDemand demand = new FlowDemand();

    @Actor
    public void first() {
        demand.request(1);
    }

    @Actor
    public void second() {
        demand.request(1);
    }

    @Actor
    public void delivering(I_Result result) {
        try {
            for (int i = 0; i < 2; i++) {
                demand.await();
                demand.take();
                result.r1++;
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e); // nobody interrupts
        }
    }
}
