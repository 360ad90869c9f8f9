/** Where a node serves metrics and health to whoever may ask: a small HTTP server on a thread of its own. */
@NullMarked
package io.trackmc.net.management;

import org.jspecify.annotations.NullMarked;
