/** What children have confirmed to a parent, as an account for each run of each of them that outlives the child's own entry. */
@NullMarked
package io.trackmc.proto.receipt;

import org.jspecify.annotations.NullMarked;
