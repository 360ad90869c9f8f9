/** {@code track receipts}: whether receipts hold, and what they add up to. */
@NullMarked
package io.trackmc.cli.receipts;

import org.jspecify.annotations.NullMarked;
