/** UDP and multicast sockets, the event loop that drives an engine, and TLS: the only room that knows sockets. */
@NullMarked
package io.trackmc.net;

import org.jspecify.annotations.NullMarked;
