/** What nodes and authorities say to each other over TLS: joining, leaving, asking how things stand, and the feed of rekeys. */
@NullMarked
package io.trackmc.keys.transport.registration;

import org.jspecify.annotations.NullMarked;
