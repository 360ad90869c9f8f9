/** What a node is given of the transport keys, in memory and as a file, and the names of the keys of its configuration. */
@NullMarked
package io.trackmc.keys.transport.bundle;

import org.jspecify.annotations.NullMarked;
