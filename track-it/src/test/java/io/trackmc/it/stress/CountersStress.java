package io.trackmc.it.stress;

import io.trackmc.proto.event.CounterId;
import io.trackmc.proto.event.Counters;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/** Counters are read whole by any thread, and never seem to fall. */
@JCStressTest
@Outcome(id = {"0, 0", "0, 4294967297", "0, 4294967298", "4294967297, 4294967297", "4294967297, 4294967298",
    "4294967298, 4294967298"}, expect = Expect.ACCEPTABLE, desc = "whole and rising")
@Outcome(expect = Expect.FORBIDDEN, desc = "torn or falling")
@State
public class CountersStress {

    private static final long BOTH_HALVES = (1L << Integer.SIZE) + 1;

    private final Counters counters = new Counters();

    @Actor
    public void engine() {
        counters.add(CounterId.BYTES_SENT, BOTH_HALVES);
        counters.increment(CounterId.BYTES_SENT);
    }

    @Actor
    public void reader(JJ_Result result) {
        result.r1 = counters.get(CounterId.BYTES_SENT);
        result.r2 = counters.get(CounterId.BYTES_SENT);
    }
}
