/** NASDAQ TotalView-ITCH 5.0: lengths and fields of messages, files of them, and made-up trading days. */
@NullMarked
package io.trackmc.feed.itch;

import org.jspecify.annotations.NullMarked;
