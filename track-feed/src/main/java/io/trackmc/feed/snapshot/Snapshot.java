package io.trackmc.feed.snapshot;

import io.trackmc.feed.book.Books;
import io.trackmc.feed.mold.SessionName;

/**
 * Books as they were behind one message.
 *
 * @param session of the feed
 * @param sequence last message that is in them; 0 when none is
 * @param books the reader's own
 */
public record Snapshot(SessionName session, long sequence, Books books) {}
