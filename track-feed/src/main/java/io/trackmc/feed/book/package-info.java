/** Order books of a feed, and a digest by which they are compared. */
@NullMarked
package io.trackmc.feed.book;

import org.jspecify.annotations.NullMarked;
