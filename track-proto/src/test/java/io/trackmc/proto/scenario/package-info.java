/** Whole sessions of the real engines in a small world in virtual time. */
@NullMarked
package io.trackmc.proto.scenario;

import org.jspecify.annotations.NullMarked;
