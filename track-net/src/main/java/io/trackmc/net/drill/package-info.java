/** What goes wrong at a node because a drill has ordered it: always for a bounded time, and undone without anybody's help. */
@NullMarked
package io.trackmc.net.drill;

import org.jspecify.annotations.NullMarked;
