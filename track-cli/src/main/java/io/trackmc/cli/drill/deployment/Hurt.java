package io.trackmc.cli.drill.deployment;

/**
 * A fault that was ordered.
 *
 * @param role whose, as drills call it
 * @param nanoTime when it began, by {@link System#nanoTime}
 * @param lastsNs how long it lasted; 0 for one that was ended, or expelled
 */
record Hurt(String role, long nanoTime, long lastsNs) {}
