/** GroupDataKey, payload encryption and source authentication, which senders and receivers have and repair heads never load. */
@NullMarked
package io.trackmc.keys.payload;

import org.jspecify.annotations.NullMarked;
