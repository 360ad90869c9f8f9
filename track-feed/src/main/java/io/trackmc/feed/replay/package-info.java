/** Messages of a file or stream, published in frames at a pace. */
@NullMarked
package io.trackmc.feed.replay;

import org.jspecify.annotations.NullMarked;
