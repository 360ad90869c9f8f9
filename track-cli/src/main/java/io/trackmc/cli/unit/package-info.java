/** Quantities with units, as they are written on the command line and shown to people. */
@NullMarked
package io.trackmc.cli.unit;

import org.jspecify.annotations.NullMarked;
