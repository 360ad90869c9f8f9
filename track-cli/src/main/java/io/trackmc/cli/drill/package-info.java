/** Fail-over drills from the command line. */
@NullMarked
package io.trackmc.cli.drill;

import org.jspecify.annotations.NullMarked;
