/** The repair-head role and its appliance, which relays and repairs content that it cannot read. */
@NullMarked
package io.trackmc.repairhead;

import org.jspecify.annotations.NullMarked;
