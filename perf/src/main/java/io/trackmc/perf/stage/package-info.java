/**
 * JMH benchmarks of what happens to a packet, stage by stage, on one thread and without sockets. With {@code -prof gc} they show what each stage
 * allocates.
 */
@NullMarked
package io.trackmc.perf.stage;

import org.jspecify.annotations.NullMarked;
