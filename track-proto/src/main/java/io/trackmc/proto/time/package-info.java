/** Deadlines as data: timer tables and heaps that are told the time and never read a clock. */
@NullMarked
package io.trackmc.proto.time;

import org.jspecify.annotations.NullMarked;
