/** Where a command speaks: the terminal for people, one line of JSON for programs. */
@NullMarked
package io.trackmc.cli.console;

import org.jspecify.annotations.NullMarked;
