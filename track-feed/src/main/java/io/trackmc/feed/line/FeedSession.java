package io.trackmc.feed.line;

import io.trackmc.feed.mold.MoldFrame;
import io.trackmc.feed.mold.SessionName;
import java.util.BitSet;

/** One session of a feed, from the first frame that any line brings of it to its end; what comes afterwards is only counted. */
final class FeedSession {

    private final SessionName name;
    private final Lines lines;
    private final Counts counts;
    private final FeedListener listener;
    private final long timeoutNs;
    private final long sinceNs;
    private final EarlyMessages early = new EarlyMessages();
    private final BitSet left = new BitSet();
    private long broughtNs;

    private boolean open;
    private boolean over;
    private long first = Long.MAX_VALUE;
    private long next;
    private long horizon;
    private long end;
    private long lost;

    private boolean waiting;
    private long waitingFor;
    private long waitingSinceNs;

    private boolean ending;
    private long endingSinceNs;

    FeedSession(SessionName name, long nowNs, long timeoutNs, Lines lines, Counts counts, FeedListener listener) {
        this.name = name;
        this.sinceNs = nowNs;
        this.broughtNs = nowNs;
        this.timeoutNs = timeoutNs;
        this.lines = lines;
        this.counts = counts;
        this.listener = listener;
    }

    SessionName name() {
        return name;
    }

    boolean isOver() {
        return over;
    }

    /** Next sequence that will be delivered; 0 while it is not known with which one that begins. */
    long next() {
        return next;
    }

    boolean isWaiting() {
        return waiting;
    }

    /** When a line has brought something of it last. */
    long broughtNs() {
        return broughtNs;
    }

    /** A line that was in it has begun anew, or is in another. */
    void left(Line line) {
        left.set(line.number());
    }

    boolean hasLeft(Line line) {
        return left.get(line.number());
    }

    /** Whether a line is not so far ahead that it should wait. */
    boolean hasRoom(Line line, long roomBytes) {
        return early.bytes() < roomBytes || line.passed() <= next;
    }

    /** Takes a frame in; where that ends something, {@link #settle} does. */
    void take(long nowNs, Line line, MoldFrame frame) {
        line.enter(this);
        left.clear(line.number());
        broughtNs = nowNs;
        long begin = frame.firstSequence();
        if (!open) {
            first = Math.min(first, begin);
            openIfKnown(nowNs);
        }
        if (line.passed() > 0 && begin > line.passed()) {
            counts.lineGaps += begin - line.passed();
            listener.onLineGap(line.number(), line.passed(), begin - 1);
        }
        while (frame.next()) {
            line.pass(frame.sequence() + 1);
            take(frame);
        }
        line.pass(frame.endSequence());
        horizon = Math.max(horizon, line.passed());
        if (frame.isEndOfSession()) {
            line.announceEnd();
            end = Math.max(end, begin);
        }
        if (horizon > end) {
            ending = false;
        }
    }

    private void take(MoldFrame frame) {
        long sequence = frame.sequence();
        if (open && sequence == next) {
            deliver(sequence, frame.publishedNs(), frame.bytes(), frame.offset(), frame.length());
            drain();
        } else if (open && sequence < first) {
            counts.dropped++;
        } else if ((open && sequence < next) || !early.add(sequence, frame.publishedNs(), frame.bytes(),
                frame.offset(), frame.length())) {
            counts.duplicates++;
        }
    }

    /** It is over, and a line still brings something of it. */
    void takeTooLate(Line line, MoldFrame frame) {
        if (!line.isInOneThatGoesOn()) {
            line.enter(this);
        }
        long known = Math.max(0, Math.min(frame.endSequence(), next) - Math.max(frame.firstSequence(), first));
        counts.duplicates += known;
        counts.dropped += frame.messages() - known;
    }

    /** Begins, once no line can bring anything from before what is there, or that was waited for long enough. */
    private void openIfKnown(long nowNs) {
        if (first == 1 || lines.haveAllBrought(this) || nowNs - sinceNs >= timeoutNs) {
            open();
        }
    }

    private void open() {
        open = true;
        next = first;
        next = Math.max(first, listener.onSession(name, first));
        drain();
    }

    private void deliver(long sequence, long publishedNs, byte[] bytes, int offset, int length) {
        next++;
        counts.messages++;
        listener.onMessage(sequence, publishedNs, bytes, offset, length);
    }

    /** What was kept and is not early any more. */
    private void drain() {
        while (!early.isEmpty() && early.first() <= next) {
            EarlyMessages.Message kept = early.poll();
            if (kept.sequence == next) {
                deliver(kept.sequence, kept.publishedNs, kept.bytes, 0, kept.bytes.length);
            }
        }
    }

    /** Gives up what nobody has, or what was waited for long enough, and ends the session when it is through. */
    void settle(long nowNs) {
        if (!open) {
            openIfKnown(nowNs);
        }
        if (!open) {
            return;
        }
        while (next < horizon) {
            long missingTo = early.isEmpty() ? horizon : early.first();
            long hopeless = Math.min(missingTo, lines.passedByAll(this));
            if (hopeless > next) {
                giveUp(hopeless);
            } else if (isTimeUp(nowNs)) {
                giveUp(missingTo);
            } else {
                return;
            }
        }
        recovered();
        if (isEndThrough() && isEndAgreed(nowNs)) {
            finish(true);
        }
    }

    /** Ends it although some line may not be through: nobody is waited for any more. */
    void abandon() {
        if (!open) {
            open();
        }
        while (next < horizon) {
            giveUp(early.isEmpty() ? horizon : early.first());
        }
        finish(isEndThrough());
    }

    private boolean isEndThrough() {
        return end > 0 && next >= end && horizon <= end;
    }

    /** Whether no line in the session may still know more than those that have announced its end: one whose input was cut short ends early. */
    private boolean isEndAgreed(long nowNs) {
        if (lines.haveAllAnnouncedEnd(this)) {
            return true;
        }
        if (!ending) {
            ending = true;
            endingSinceNs = nowNs;
        }
        return nowNs - endingSinceNs >= timeoutNs;
    }

    private boolean isTimeUp(long nowNs) {
        if (waiting && waitingFor != next) {
            recovered();
        }
        if (!waiting) {
            waiting = true;
            waitingFor = next;
            waitingSinceNs = nowNs;
        }
        return nowNs - waitingSinceNs >= timeoutNs;
    }

    private void recovered() {
        if (waiting && next > waitingFor) {
            listener.onRecovered(waitingFor, next - 1);
        }
        waiting = false;
    }

    private void giveUp(long to) {
        if (waiting && waitingFor < next) {
            recovered();
        }
        waiting = false;
        long from = next;
        counts.gaps += to - from;
        lost += to - from;
        next = to;
        listener.onGap(from, to - 1);
        drain();
    }

    private void finish(boolean announced) {
        over = true;
        waiting = false;
        early.clear();
        listener.onSessionEnd(name, announced, announced && lost == 0 && first == 1);
    }
}
