/** {@code track doctor}: what a host and a configuration have, what they need, and the command that mends it. */
@NullMarked
package io.trackmc.cli.doctor;

import org.jspecify.annotations.NullMarked;
