/** Drills on real processes, each in a network namespace of its own. */
@NullMarked
package io.trackmc.cli.drill.live;

import org.jspecify.annotations.NullMarked;
