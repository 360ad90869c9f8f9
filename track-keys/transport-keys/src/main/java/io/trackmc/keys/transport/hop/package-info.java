/** Packet protection: the transport keys of one node run as sealers and verifiers of OUTER (wire format §2.2). */
@NullMarked
package io.trackmc.keys.transport.hop;

import org.jspecify.annotations.NullMarked;
