package io.trackmc.proto.tree;

import io.trackmc.proto.rate.SharedRate;

/**
 * What the parents of one tenant on a host may use together.
 *
 * @param rate of all that they send
 * @param places for their children
 */
public record TenantLimits(SharedRate rate, ChildPlaces places) {

    /** No limits. */
    public static final TenantLimits NONE = new TenantLimits(SharedRate.UNLIMITED, ChildPlaces.UNLIMITED);
}
