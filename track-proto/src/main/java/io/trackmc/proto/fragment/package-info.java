/** Application messages to packets and back: many small ones in one packet, large ones over many. */
@NullMarked
package io.trackmc.proto.fragment;

import org.jspecify.annotations.NullMarked;
