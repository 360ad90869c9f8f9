/** Receipts: what children confirmed to a parent in an interval, as signed lines of a chain. */
@NullMarked
package io.trackmc.keys.transport.receipt;

import org.jspecify.annotations.NullMarked;
