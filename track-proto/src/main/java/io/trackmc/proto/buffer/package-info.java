/** Packet slabs with hard limits. */
@NullMarked
package io.trackmc.proto.buffer;

import org.jspecify.annotations.NullMarked;
