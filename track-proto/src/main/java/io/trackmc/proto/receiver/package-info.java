/** The receiver's protocol engine, composed from the other rooms. */
@NullMarked
package io.trackmc.proto.receiver;

import org.jspecify.annotations.NullMarked;
