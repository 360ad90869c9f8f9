/** What a node lets other threads see of itself, and the metrics that are made of it. */
@NullMarked
package io.trackmc.net.metrics;

import org.jspecify.annotations.NullMarked;
