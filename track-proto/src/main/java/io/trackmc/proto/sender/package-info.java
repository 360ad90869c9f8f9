/** The sender's protocol engine, composed from the other rooms. */
@NullMarked
package io.trackmc.proto.sender;

import org.jspecify.annotations.NullMarked;
