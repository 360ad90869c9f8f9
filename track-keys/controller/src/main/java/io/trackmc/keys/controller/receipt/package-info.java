/** Receipts of parents: whether they hold, and what they add up to. */
@NullMarked
package io.trackmc.keys.controller.receipt;

import org.jspecify.annotations.NullMarked;
