package io.trackmc.keys.transport.key;

/**
 * A RegionSecret that takes the place of the one before from some epoch on.
 *
 * @param region region id, u32
 * @param secret the new one
 */
public record RenewedRegion(int region, RegionSecret secret) {}
