/** TLS 1.3 with certificates of both ends, between nodes and authorities. */
@NullMarked
package io.trackmc.keys.transport.tls;

import org.jspecify.annotations.NullMarked;
