/** The track command: roles, keys, demonstrations, drills, simulation, benchmarks and operators' tools. */
@NullMarked
package io.trackmc.cli;

import org.jspecify.annotations.NullMarked;
