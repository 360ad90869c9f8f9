/** What one subscriber receives, handed on to other processes of the same host through a Unix domain socket. */
@NullMarked
package io.trackmc.feed.fan;

import org.jspecify.annotations.NullMarked;
