/** Typed protocol events and counters, the one stream that logs, metrics and tests read. */
@NullMarked
package io.trackmc.proto.event;

import org.jspecify.annotations.NullMarked;
