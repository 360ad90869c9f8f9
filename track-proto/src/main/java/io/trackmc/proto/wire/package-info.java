/** The packet formats: bytes to fields and back, strict about lengths, counts and versions, and nothing else. */
@NullMarked
package io.trackmc.proto.wire;

import org.jspecify.annotations.NullMarked;
