/** {@code track capture}: a group's multicasts in a file. */
@NullMarked
package io.trackmc.cli.capture;

import org.jspecify.annotations.NullMarked;
