/** The contract between a role engine and whatever drives it, and the plumbing that the roles share. */
@NullMarked
package io.trackmc.proto.engine;

import org.jspecify.annotations.NullMarked;
