/** How long it takes to check what authorities wrote. */
@NullMarked
package io.trackmc.perf.keys;

import org.jspecify.annotations.NullMarked;
