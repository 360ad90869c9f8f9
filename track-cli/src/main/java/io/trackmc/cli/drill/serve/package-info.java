/** Drills on nodes that run, started and watched from the page of the live tree. */
@NullMarked
package io.trackmc.cli.drill.serve;

import org.jspecify.annotations.NullMarked;
