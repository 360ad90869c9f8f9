/** State of the books at one message, for who comes late. */
@NullMarked
package io.trackmc.feed.snapshot;

import org.jspecify.annotations.NullMarked;
