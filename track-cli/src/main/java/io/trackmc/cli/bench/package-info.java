/** {@code track bench}: TRACK beside its peers, each in its own processes on hosts of its own. */
@NullMarked
package io.trackmc.cli.bench;

import org.jspecify.annotations.NullMarked;
