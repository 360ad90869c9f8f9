/** What is retained for repair, what has been received, and which gaps are open. */
@NullMarked
package io.trackmc.proto.window;

import org.jspecify.annotations.NullMarked;
