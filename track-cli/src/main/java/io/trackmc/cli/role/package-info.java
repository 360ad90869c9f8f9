/** Commands that start one role of a group. */
@NullMarked
package io.trackmc.cli.role;

import org.jspecify.annotations.NullMarked;
