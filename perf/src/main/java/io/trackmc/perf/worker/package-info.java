/**
 * Programs that {@code track bench} starts: a source or a sink of one peer each. They speak with it in lines: {@code ready}, then
 * {@code go START}, then {@code result KEY=VALUE ..}, and a sink is told {@code stop}.
 */
@NullMarked
package io.trackmc.perf.worker;

import org.jspecify.annotations.NullMarked;
