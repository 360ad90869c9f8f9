/** Asking management addresses: the live tree, drills and the commands for operators do it in the same way. */
@NullMarked
package io.trackmc.net.client;

import org.jspecify.annotations.NullMarked;
