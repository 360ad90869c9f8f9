/** Receipts of a node that has children: taken on its driver's thread, signed and written on another. */
@NullMarked
package io.trackmc.net.receipt;

import org.jspecify.annotations.NullMarked;
