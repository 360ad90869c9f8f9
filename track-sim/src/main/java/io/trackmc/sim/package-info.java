/** A deterministic world for the engines: one seed decides loss, delay, partitions and crashes, and checkers outside the engines judge the outcome. */
@NullMarked
package io.trackmc.sim;

import org.jspecify.annotations.NullMarked;
