/** The receiver role: subscription API and context, wiring a receiver engine to a driver. */
@NullMarked
package io.trackmc.receiver;

import org.jspecify.annotations.NullMarked;
