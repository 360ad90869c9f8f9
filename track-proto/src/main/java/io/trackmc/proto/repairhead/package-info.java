/** The repair head's protocol engine, composed from the other rooms. */
@NullMarked
package io.trackmc.proto.repairhead;

import org.jspecify.annotations.NullMarked;
