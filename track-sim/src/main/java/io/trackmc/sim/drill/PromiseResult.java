package io.trackmc.sim.drill;

/**
 * What came of one promise.
 *
 * @param name as in the drill file
 * @param promised the limit, for people
 * @param measured what was measured, for people
 * @param held whether the limit was kept
 */
public record PromiseResult(String name, String promised, String measured, boolean held) {}
