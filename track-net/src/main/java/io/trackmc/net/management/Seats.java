package io.trackmc.net.management;

import io.netty.channel.Channel;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The connections that are open, at most so many. When all seats are taken, a newcomer gets that of whoever has been silent longest: first of those that have
 * had no answer yet, then of those that keep a connection for their next request; so connections that say nothing keep nobody out. Only if all are being answered
 * the newcomer has to go. For one thread.
 */
final class Seats {

    private final int most;
    private final ManagementCounters counters;
    /** Whoever has come, or has begun a request, last is at the end. */
    private final Set<Channel> asking = new LinkedHashSet<>();
    private final Set<Channel> answered = new LinkedHashSet<>();
    private final Set<Channel> idle = new LinkedHashSet<>();

    Seats(int most, ManagementCounters counters) {
        this.most = most;
        this.counters = counters;
    }

    /** A connection comes; returns whether it has a seat. Another may have lost its own for it, and is closed. */
    @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for it to be closed
    boolean take(Channel newcomer) {
        boolean full = asking.size() + answered.size() + idle.size() == most;
        if (full) {
            counters.refused(Refusal.CROWDED);
        }
        if (full && !free(asking) && !free(idle)) {
            return false;
        }
        asking.add(newcomer);
        newcomer.closeFuture().addListener(_ -> leave(newcomer));
        return true;
    }

    /** It has begun a request. */
    void asks(Channel connection) {
        move(connection, asking);
    }

    /** Its request is complete and good. */
    void isAnswered(Channel connection) {
        move(connection, answered);
    }

    /** It has taken its answer. */
    void isIdle(Channel connection) {
        move(connection, idle);
    }

    private void move(Channel connection, Set<Channel> to) {
        if (leave(connection)) {
            to.add(connection);
        }
    }

    private boolean leave(Channel connection) {
        return asking.remove(connection) || answered.remove(connection) || idle.remove(connection);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for it to be closed
    private static boolean free(Set<Channel> seats) {
        Iterator<Channel> all = seats.iterator();
        if (!all.hasNext()) {
            return false;
        }
        Channel oldest = all.next();
        all.remove();
        oldest.close();
        return true;
    }
}
