/** Who a node is to others: the one role of its certificate. */
@NullMarked
package io.trackmc.keys.transport.identity;

import org.jspecify.annotations.NullMarked;
