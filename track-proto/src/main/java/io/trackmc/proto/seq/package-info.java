/** Sequence-number arithmetic, range sets and bitmaps. */
@NullMarked
package io.trackmc.proto.seq;

import org.jspecify.annotations.NullMarked;
