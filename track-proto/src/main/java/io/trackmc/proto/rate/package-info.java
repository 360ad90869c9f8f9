/** Round-trip times, pacing, flow control and congestion control. */
@NullMarked
package io.trackmc.proto.rate;

import org.jspecify.annotations.NullMarked;
