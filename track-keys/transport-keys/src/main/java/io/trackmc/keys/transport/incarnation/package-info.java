/** Where a node gets the 16 bytes that tell its runs apart. */
@NullMarked
package io.trackmc.keys.transport.incarnation;

import org.jspecify.annotations.NullMarked;
