/** {@code track config}: what may stand in configuration files, and what stands in one. */
@NullMarked
package io.trackmc.cli.config;

import org.jspecify.annotations.NullMarked;
