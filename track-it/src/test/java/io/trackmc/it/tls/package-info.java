/** Frames over TLS, with certificates of the deployment's own authorities. */
@NullMarked
package io.trackmc.it.tls;

import org.jspecify.annotations.NullMarked;
