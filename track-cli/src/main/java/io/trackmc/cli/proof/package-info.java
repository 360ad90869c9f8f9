/** Finds out by trial whether a repair head could have read what it handled. */
@NullMarked
package io.trackmc.cli.proof;

import org.jspecify.annotations.NullMarked;
