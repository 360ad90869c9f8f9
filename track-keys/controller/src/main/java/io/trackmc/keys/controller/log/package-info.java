/** The hash-chained log of an authority, which is its store and its audit trail, and the signed heads of it. */
@NullMarked
package io.trackmc.keys.controller.log;

import org.jspecify.annotations.NullMarked;
