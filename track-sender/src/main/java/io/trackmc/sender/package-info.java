/** The sender role: publication API and context, wiring a sender engine to a driver. */
@NullMarked
package io.trackmc.sender;

import org.jspecify.annotations.NullMarked;
