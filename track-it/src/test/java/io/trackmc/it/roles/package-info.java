/** The roles together, on real sockets with real keys. */
@NullMarked
package io.trackmc.it.roles;

import org.jspecify.annotations.NullMarked;
