package io.trackmc.it.stress;

import io.trackmc.net.node.Parking;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** Who waits for something is woken when it is there; a lost wake-up would stop the run. */
@JCStressTest
@Outcome(id = {"1", "2"}, expect = Expect.ACCEPTABLE, desc = "woken with the condition true")
@Outcome(expect = Expect.FORBIDDEN, desc = "woken with the condition false")
@State
public class ParkingStress {

    private final Parking parking = new Parking();
    private final AtomicInteger messages = new AtomicInteger();

    @Actor
    public void waiting(I_Result result) {
        try {
            parking.await(() -> messages.getAcquire() > 0);
            result.r1 = messages.getAcquire();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e); // nobody interrupts
        }
    }

    @Actor
    public void waking() {
        messages.setRelease(1);
        parking.wake();
        messages.setRelease(2);
        parking.wake();
    }
}
