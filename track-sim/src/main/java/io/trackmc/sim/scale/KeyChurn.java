package io.trackmc.sim.scale;

import io.trackmc.proto.wire.RekeyHeader;

/**
 * How keys change while data flows.
 *
 * @param expel share of receivers that are expelled together, when a quarter of the data phase is over; 0 to {@link #MAX_EXPEL}
 * @param everySeconds time between two rekeys of both layers for receivers that leave and join; 0 for none, else at least {@link #MIN_SECONDS}
 */
public record KeyChurn(double expel, double everySeconds) {

    /** Keys never change. */
    public static final KeyChurn NONE = new KeyChurn(0, 0);

    /** Largest share that may be expelled. */
    public static final double MAX_EXPEL = 0.5;

    /** Most who may be expelled at once where there are tenants: as many as a rekey's header names, because parents elsewhere read no slices. */
    public static final int MAX_EXPELLED_WITH_TENANTS = RekeyHeader.MAX_EXPELLED;

    /** Shortest time between two rekeys. */
    public static final double MIN_SECONDS = 0.1;

    /** Whether keys change at all. */
    public boolean isAny() {
        return expel > 0 || everySeconds > 0;
    }
}
