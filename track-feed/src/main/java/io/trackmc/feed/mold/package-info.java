/** Numbered messages in frames like those of MoldUDP64, with the time at which they were published. */
@NullMarked
package io.trackmc.feed.mold;

import org.jspecify.annotations.NullMarked;
