package io.trackmc.keys.controller.authority;

import io.trackmc.keys.transport.registration.Answer;
import io.trackmc.keys.transport.registration.Blob;
import io.trackmc.keys.transport.registration.Frames;
import io.trackmc.keys.transport.registration.RefusalReason;
import io.trackmc.net.tls.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Those who listen for rekeys: each is sent all that it lacks from the journal, as fast as it takes it and no faster, so that the bytes of a
 * large rekey wait on the disk and not in memory. Not thread-safe.
 */
final class RekeyFeeds {

    /** Roots of trees that may listen at once; the oldest goes when another comes. */
    static final int MAX_FEEDS = 16;

    private final RekeyJournal journal;
    private final List<Feed> feeds = new ArrayList<>();
    private Consumer<Runnable> thread = Runnable::run;

    /** One listener, and where it is. */
    private static final class Feed {
        final Reply reply;
        long rekey;
        long place;

        Feed(Reply reply, long rekey) {
            this.reply = reply;
            this.rekey = rekey;
        }
    }

    RekeyFeeds(RekeyJournal journal) {
        this.journal = journal;
    }

    void useThread(Consumer<Runnable> thread) {
        this.thread = thread;
    }

    int count() {
        feeds.removeIf(feed -> !feed.reply.isOpen());
        return feeds.size();
    }

    void add(Reply reply, long after) {
        if (count() >= MAX_FEEDS) {
            end(feeds.removeFirst(), RefusalReason.POLICY, "another listens for rekeys now");
        }
        reply.send(Frames.encode(new Answer.Done()));
        Feed feed = new Feed(reply, after + 1);
        feeds.add(feed);
        send(feed);
    }

    /** There are new rekeys. */
    void sendAll() {
        count();
        List.copyOf(feeds).forEach(this::send);
    }

    private void send(Feed feed) {
        while (feed.reply.isOpen() && feed.rekey <= journal.newest()) {
            if (!journal.reachesBackTo(feed.rekey - 1)) {
                feeds.remove(feed);
                end(feed, RefusalReason.TOO_OLD, "rekey " + feed.rekey + " is not kept any more");
                return;
            }
            if (!feed.reply.hasRoom()) {
                feed.reply.whenRoom(() -> thread.accept(() -> send(feed)));
                return;
            }
            long next = journal.read(feed.rekey, feed.place, inner -> {
                feed.reply.send(Frames.encode(new Answer.RekeyInner(Blob.of(inner))));
                return feed.reply.hasRoom();
            });
            feed.rekey += next < 0 ? 1 : 0;
            feed.place = Math.max(0, next);
        }
    }

    private static void end(Feed feed, RefusalReason reason, String detail) {
        feed.reply.sendLast(Frames.encode(new Answer.Refused(reason, detail)));
    }
}
