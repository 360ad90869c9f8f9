/** Operators' tools. */
@NullMarked
package io.trackmc.cli.ops;

import org.jspecify.annotations.NullMarked;
