/** One feed that comes on one or two lines: whichever has the next message first gives it. */
@NullMarked
package io.trackmc.feed.line;

import org.jspecify.annotations.NullMarked;
