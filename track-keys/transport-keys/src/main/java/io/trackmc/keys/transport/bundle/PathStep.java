package io.trackmc.keys.transport.bundle;

/**
 * One region on the way from a member's home up to region 0.
 *
 * @param region its id, u32
 * @param leaf in the home region the member's leaf among the members, else the leaf among the child regions of the region before
 */
public record PathStep(int region, int leaf) {}
