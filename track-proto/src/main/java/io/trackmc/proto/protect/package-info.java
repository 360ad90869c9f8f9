/** Interfaces through which engines have packets authenticated and content sealed; no key and no cipher lives here. */
@NullMarked
package io.trackmc.proto.protect;

import org.jspecify.annotations.NullMarked;
