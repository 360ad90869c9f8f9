/** How a command runs: its outcome in fields, its failures as one line and an exit code, its end on an interrupt. */
@NullMarked
package io.trackmc.cli.task;

import org.jspecify.annotations.NullMarked;
