/** How long things take and how often they happen, seen from outside the engines. */
@NullMarked
package io.trackmc.sim.measure;

import org.jspecify.annotations.NullMarked;
