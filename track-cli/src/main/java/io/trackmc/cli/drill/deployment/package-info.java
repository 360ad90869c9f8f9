/** Drills on nodes that run: what they are told, what they tell, and what came of it. */
@NullMarked
package io.trackmc.cli.drill.deployment;

import org.jspecify.annotations.NullMarked;
