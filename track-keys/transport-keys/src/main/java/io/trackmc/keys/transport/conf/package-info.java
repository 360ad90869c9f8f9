/**
 * Configuration files: which keys there are and what each may be ({@link io.trackmc.keys.transport.conf.Catalogue}), as data from which readers,
 * faults and documentation come.
 */
@NullMarked
package io.trackmc.keys.transport.conf;

import org.jspecify.annotations.NullMarked;
