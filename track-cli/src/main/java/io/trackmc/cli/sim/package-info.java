/** {@code track sim}: large trees on the simulated network. */
@NullMarked
package io.trackmc.cli.sim;

import org.jspecify.annotations.NullMarked;
