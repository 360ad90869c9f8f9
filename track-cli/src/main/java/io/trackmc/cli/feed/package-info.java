/** {@code track publish}, {@code track subscribe} and {@code track feed}: streams of numbered messages. */
@NullMarked
package io.trackmc.cli.feed;

import org.jspecify.annotations.NullMarked;
