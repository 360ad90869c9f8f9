package io.trackmc.sim.check;

import io.trackmc.sim.observe.Transmission;
import io.trackmc.sim.observe.Violations;
import io.trackmc.sim.observe.WorldObserver;

/** Checks that nobody sends anything any more once a session is over and its grace time has passed. */
public final class QuietChecker implements WorldObserver {

    private final Violations violations;
    private long quietFromNs = Long.MAX_VALUE;

    public QuietChecker(Violations violations) {
        this.violations = violations;
    }

    /** From this time on nothing may be sent. */
    public void demandQuietFrom(long atNs) {
        quietFromNs = atNs;
    }

    @Override
    public void onTransmit(long atNs, Transmission transmission) {
        if (atNs >= quietFromNs) {
            violations.report("quiet", atNs, "node %d still sends: type %d".formatted(transmission.node(),
                    WireView.type(transmission.bytes())));
        }
    }
}
