/** JMH benchmarks and the side-by-side runs against peers. */
@NullMarked
package io.trackmc.perf;

import org.jspecify.annotations.NullMarked;
