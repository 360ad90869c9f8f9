/** What the three roles share around an engine: set-up of a node, and the hand-over between its driver and the application. */
@NullMarked
package io.trackmc.net.node;

import org.jspecify.annotations.NullMarked;
