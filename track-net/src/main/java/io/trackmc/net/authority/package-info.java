/** A node's connections to the authorities: asking one question, and the feed of rekeys. */
@NullMarked
package io.trackmc.net.authority;

import org.jspecify.annotations.NullMarked;
