/** A repair head inside a program of one's own, and what such a program must not have. */
@NullMarked
package io.trackmc.examples.repairhead;

import org.jspecify.annotations.NullMarked;
