/** Pictures and tables for terminals, as functions of what they show: nothing here reads a clock or writes to a stream. */
@NullMarked
package io.trackmc.cli.picture;

import org.jspecify.annotations.NullMarked;
