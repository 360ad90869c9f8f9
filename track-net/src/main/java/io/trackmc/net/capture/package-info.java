/** Packets in files that Wireshark and tcpdump read. */
@NullMarked
package io.trackmc.net.capture;

import org.jspecify.annotations.NullMarked;
