/**
 * The members' side of rekeys: verifies what the authorities made, walks a member's path up the key trees, and installs what comes out of it
 * (wire format §3.5, §3.6, §4.4). A rekey is applied whole or not at all.
 */
@NullMarked
package io.trackmc.keys.transport.rekey;

import org.jspecify.annotations.NullMarked;
