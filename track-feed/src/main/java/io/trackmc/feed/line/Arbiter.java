package io.trackmc.feed.line;

import io.trackmc.feed.mold.MoldFrame;
import io.trackmc.feed.mold.SessionName;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes one feed of one or several lines that carry the same messages. Time is a parameter; one thread at a time.
 *
 * <p>Whichever line has the next message first gives it; what comes again is counted and dropped; what comes too early is kept until what is before it has come.
 * A message is given up only when every live line has passed it, which for lines that keep their order means that none has it; or when some line has passed it and
 * the others have not brought it for the time-out. A line whose session has ended, or that has left, is not waited for. The session is over when all lines in it
 * have announced its end, or those that have not are silent for the time-out: a line whose input was cut short ends before the others.
 *
 * <p>A session is known by its name. It begins with the first frame that comes, of whichever line; it is over when its last message is through, or when no line is
 * left. A frame of another name begins another session if no other live line is still in the present one; else it is dropped and counted.
 */
public final class Arbiter {

    /** Bytes of messages that came too early, beyond which {@link #hasRoom} says no when nothing else is said. */
    public static final int DEFAULT_ROOM_BYTES = 16 << 20;

    private static final int OVERHEAD_BYTES = 64;

    private final Line[] lines;
    private final long timeoutNs;
    private final long roomBytes;
    private final FeedListener listener;
    private final MoldFrame frame = new MoldFrame();
    private final TreeMap<Long, Early> early = new TreeMap<>();
    private long earlyBytes;

    private @Nullable SessionName session;
    private boolean over;
    private long next;
    private long end;
    private long lostHere;

    private boolean waiting;
    private long waitingFor;
    private long waitingSinceNs;

    private boolean ending;
    private long endingSinceNs;

    private long messages;
    private long gaps;
    private long duplicates;
    private long lineGaps;
    private long malformed;
    private long foreign;

    /**
     * Before the first session.
     *
     * @param lines how many there are, at least 1
     * @param timeoutNs how long a line is waited for that is behind
     * @param roomBytes of messages that came too early
     */
    public Arbiter(int lines, long timeoutNs, long roomBytes, FeedListener listener) {
        this.lines = new Line[lines];
        Arrays.setAll(this.lines, _ -> new Line());
        this.timeoutNs = timeoutNs;
        this.roomBytes = roomBytes;
        this.listener = listener;
    }

    /**
     * A line is there: it counts among those that may bring what is missing. Before the first of these, all lines do.
     *
     * <p>A line that has been in the present session and left it may bring another of the same name once that is over and nobody is in it any more. A line that was
     * not in it only comes late: what it brings has come already.
     */
    public void began(int line) {
        SessionName present = session;
        if (over && present != null && present.equals(lines[line].session) && !isAnotherIn(present, line)) {
            session = null;
            for (Line any : lines) {
                any.session = null;
            }
        }
        lines[line].begin();
    }

    /** A line is over, well or not: it is not waited for any more. */
    public void ended(long nowNs, int line) {
        lines[line].end();
        if (session == null || over) {
            return;
        }
        settle(nowNs);
        if (!over && Arrays.stream(lines).noneMatch(other -> other.live)) {
            finish(false);
        }
        listener.onBatchEnd();
    }

    /** Whether a line may bring more: always while it is not ahead of what is waited for. */
    public boolean hasRoom(int line) {
        return earlyBytes < roomBytes || lines[line].passed <= next;
    }

    /**
     * A line brings a frame.
     *
     * @return false when it is none; it was counted
     */
    public boolean offer(long nowNs, int line, byte[] bytes, int offset, int length) {
        if (!frame.read(bytes, offset, length)) {
            malformed++;
            return false;
        }
        if (!isOfSession(line)) {
            return true;
        }
        if (over) {
            duplicates += frame.messages(); // the other line has brought all of it
        } else {
            take(lines[line], line);
            settle(nowNs);
            listener.onBatchEnd();
        }
        return true;
    }

    /** Looks whether something has been waited for long enough. To be called a few times in each time-out. */
    public void onTime(long nowNs) {
        if (session != null && !over) {
            settle(nowNs);
            listener.onBatchEnd();
        }
    }

    /** What it has counted so far. */
    public LineCounts counts() {
        return new LineCounts(messages, gaps, duplicates, lineGaps, malformed, foreign);
    }

    /** Next sequence that will be delivered; 0 before the first session. */
    public long nextSequence() {
        return next;
    }

    /** Whether something is missing now that may still come. */
    public boolean isWaiting() {
        return waiting;
    }

    private boolean isOfSession(int line) {
        SessionName name = frame.session();
        SessionName present = session;
        if (present == null) {
            open(name);
        } else if (!name.equals(present)) {
            if (!over && isAnotherIn(present, line)) {
                foreign++;
                return false;
            }
            if (!over) {
                finish(false);
            }
            open(name);
        }
        lines[line].enter(name);
        return true;
    }

    private boolean isAnotherIn(SessionName present, int line) {
        for (int i = 0; i < lines.length; i++) {
            if (i != line && lines[i].live && present.equals(lines[i].session)) {
                return true;
            }
        }
        return false;
    }

    private void open(SessionName name) {
        session = name;
        over = false;
        end = 0;
        lostHere = 0;
        waiting = false;
        early.clear();
        earlyBytes = 0;
        ending = false;
        for (Line line : lines) {
            line.passed = 0;
            line.end = 0;
        }
        next = Math.max(frame.firstSequence(), listener.onSession(name, frame.firstSequence()));
    }

    private void take(Line line, int number) {
        long first = frame.firstSequence();
        if (line.passed > 0 && first > line.passed) {
            lineGaps += first - line.passed;
            listener.onLineGap(number, line.passed, first - 1);
        }
        while (frame.next()) {
            line.passed = Math.max(line.passed, frame.sequence() + 1);
            take(frame.sequence());
        }
        line.passed = Math.max(line.passed, frame.endSequence());
        if (frame.isEndOfSession()) {
            line.end = first;
            end = Math.max(end, first);
        }
        if (line.passed > end) {
            ending = false;
        }
    }

    private void take(long sequence) {
        if (sequence == next) {
            next++;
            messages++;
            listener.onMessage(sequence, frame.publishedNs(), frame.bytes(), frame.offset(), frame.length());
            drain();
        } else if (sequence < next || early.containsKey(sequence)) {
            duplicates++;
        } else {
            byte[] copy = Arrays.copyOfRange(frame.bytes(), frame.offset(), frame.offset() + frame.length());
            early.put(sequence, new Early(frame.publishedNs(), copy));
            earlyBytes += OVERHEAD_BYTES + copy.length;
        }
    }

    /** What was kept and is not early any more. */
    private void drain() {
        for (Map.Entry<Long, Early> first = early.firstEntry(); first != null
                && first.getKey() <= next; first = early.firstEntry()) {
            early.pollFirstEntry();
            Early kept = first.getValue();
            earlyBytes -= OVERHEAD_BYTES + kept.bytes.length;
            if (first.getKey() == next) {
                next++;
                messages++;
                listener.onMessage(first.getKey(), kept.publishedNs, kept.bytes, 0, kept.bytes.length);
            }
        }
    }

    /** Gives up what nobody has, or what was waited for long enough, and ends the session when it is through. */
    private void settle(long nowNs) {
        while (isMissing()) {
            long missingTo = early.isEmpty() ? horizon() : early.firstKey();
            long hopeless = Math.min(missingTo, passedByAll());
            if (hopeless > next) {
                giveUp(hopeless);
            } else if (isTimeUp(nowNs)) {
                giveUp(missingTo);
            } else {
                return;
            }
        }
        recovered();
        if (end > 0 && next >= end && horizon() <= end && !over && isEndAgreed(nowNs)) {
            finish(true);
        }
    }

    /** Whether no line in the session may still know more than those that have announced its end: one whose input was cut short ends early. */
    private boolean isEndAgreed(long nowNs) {
        boolean all = true;
        for (Line line : lines) {
            all &= line.end > 0 || !line.live || !Objects.requireNonNull(session).equals(line.session);
        }
        if (all) {
            return true;
        }
        if (!ending) {
            ending = true;
            endingSinceNs = nowNs;
        }
        return nowNs - endingSinceNs >= timeoutNs;
    }

    private boolean isMissing() {
        return next < horizon();
    }

    /** Behind the last message that is known to exist. */
    private long horizon() {
        long furthest = end;
        for (Line line : lines) {
            furthest = Math.max(furthest, line.passed);
        }
        return furthest;
    }

    private long passedByAll() {
        long least = Long.MAX_VALUE;
        for (Line line : lines) {
            if (line.live) {
                least = Math.min(least, line.passed);
            }
        }
        return least;
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
        gaps += to - from;
        lostHere += to - from;
        next = to;
        listener.onGap(from, to - 1);
        drain();
    }

    private void finish(boolean announced) {
        over = true;
        waiting = false;
        early.clear();
        earlyBytes = 0;
        listener.onSessionEnd(Objects.requireNonNull(session), announced, announced && lostHere == 0);
    }

    /** A message that came before its turn. */
    private static final class Early {

        private final long publishedNs;
        private final byte[] bytes;

        Early(long publishedNs, byte[] bytes) {
            this.publishedNs = publishedNs;
            this.bytes = bytes;
        }
    }

    /** How far one line is. */
    private static final class Line {

        private boolean live = true;
        private @Nullable SessionName session;
        private long passed;
        private long end;

        /** What it was in stays known until it is in another. */
        void begin() {
            live = true;
            passed = 0;
            end = 0;
        }

        void enter(SessionName name) {
            session = name;
            live = true;
        }

        void end() {
            live = false;
        }
    }
}
