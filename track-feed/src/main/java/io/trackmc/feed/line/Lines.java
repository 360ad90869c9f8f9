package io.trackmc.feed.line;

import java.util.Arrays;

/** All lines of a feed, and what is asked about all of them. Plain loops: this is asked for each frame. */
final class Lines {

    private final Line[] all;

    Lines(int count) {
        all = new Line[count];
        Arrays.setAll(all, Line::new);
    }

    int count() {
        return all.length;
    }

    Line get(int number) {
        return all[number];
    }

    void beginSession() {
        for (Line line : all) {
            line.beginSession();
        }
    }

    /** The present session is over: whoever waits for the next one need not any more. */
    void goOn() {
        for (Line line : all) {
            line.goOn();
        }
    }

    /** Whether another line is there that was in this session last, and has not left it. */
    boolean isAnotherIn(FeedSession session, Line than) {
        for (Line line : all) {
            if (line != than && line.isIn(session) && !session.hasLeft(line)) {
                return true;
            }
        }
        return false;
    }

    /** Whether any line is there. */
    boolean isAnyLive() {
        for (Line line : all) {
            if (line.isLive()) {
                return true;
            }
        }
        return false;
    }

    /** Whether there is a line that may bring something of the present session. */
    boolean mayAnyBring(FeedSession session) {
        for (Line line : all) {
            if (line.mayBring(session)) {
                return true;
            }
        }
        return false;
    }

    /** Whether every line that may bring something of the session has brought something. */
    boolean haveAllBrought(FeedSession session) {
        for (Line line : all) {
            if (line.mayBring(session) && !line.isIn(session)) {
                return false;
            }
        }
        return true;
    }

    /** Whether every line in the session has announced its end. */
    boolean haveAllAnnouncedEnd(FeedSession session) {
        for (Line line : all) {
            if (line.mayBring(session) && line.isIn(session) && !line.hasAnnouncedEnd()) {
                return false;
            }
        }
        return true;
    }

    /** Behind the last message that no line will bring any more which has not come. */
    long passedByAll(FeedSession session) {
        long least = Long.MAX_VALUE;
        for (Line line : all) {
            if (line.mayBring(session)) {
                least = Math.min(least, line.passed());
            }
        }
        return least;
    }

    boolean isAnyWaitingForNext() {
        for (Line line : all) {
            if (line.isWaitingForNext()) {
                return true;
            }
        }
        return false;
    }

    /** Since when the line that has waited longest for the next session does; only while one does. */
    long waitingForNextSinceNs() {
        long since = 0;
        boolean found = false;
        for (Line line : all) {
            if (line.isWaitingForNext() && (!found || line.waitingForNextSinceNs() - since < 0)) {
                since = line.waitingForNextSinceNs();
                found = true;
            }
        }
        return since;
    }
}
