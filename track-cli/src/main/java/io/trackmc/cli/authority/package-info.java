/** The two authorities of a group as daemons. */
@NullMarked
package io.trackmc.cli.authority;

import org.jspecify.annotations.NullMarked;
