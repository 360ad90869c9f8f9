/** The daemons' own part of both authorities: when to rekey, what is kept of rekeys, and whom is answered what. */
@NullMarked
package io.trackmc.keys.controller.authority;

import org.jspecify.annotations.NullMarked;
