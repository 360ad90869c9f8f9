package io.trackmc.cli.feed;

import io.trackmc.cli.task.TaskException;
import io.trackmc.cli.task.TaskRun;
import io.trackmc.feed.line.LineCounts;
import io.trackmc.feed.snapshot.KeptBooks;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the sessions of a feed began and ended here, and what an exit code has to say about it. One writer; any thread reads. */
final class FeedOutcome {

    private volatile int over;
    private volatile boolean going;
    private volatile boolean whole = true;
    private volatile boolean late;
    private volatile long broken;
    private volatile long firstMessage;

    void begins(long firstSequence) {
        firstMessage = firstSequence;
        late |= firstSequence > 1;
        going = true;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    void ends(boolean announced, boolean isWhole) {
        going = false;
        whole &= isWhole;
        broken += announced ? 0 : 1;
        over++;
    }

    /** Sessions that are over. */
    int sessionsOver() {
        return over;
    }

    /** Whether a session is going on now. */
    boolean isGoing() {
        return going;
    }

    /** Sets the fields {@code whole}, {@code firstMessage}, {@code late} and {@code booksSound}; open before the first session. What is not over is not whole. */
    void report(TaskRun run, @Nullable KeptBooks books) {
        if (firstMessage == 0) {
            return;
        }
        run.set("whole", whole && !going).set("firstMessage", firstMessage).set("late", late)
                .set("booksSound", books == null ? null : books.isSound());
    }

    /**
     * Judges what came.
     *
     * @param fromTheBeginning whether a late start is a fault
     * @throws TaskException when something is lost for good, or a session was broken off
     */
    void judge(LineCounts counts, boolean fromTheBeginning, String prefix) {
        List<String> faults = new ArrayList<>();
        if (counts.gaps() > 0) {
            faults.add("messages lost: " + counts.gaps());
        }
        if (counts.dropped() > 0) {
            faults.add("messages that came too late: " + counts.dropped());
        }
        if (broken > 0) {
            faults.add("sessions broken off: " + broken);
        }
        if (fromTheBeginning && late) {
            faults.add("what came before message " + firstMessage + " is missing here");
        }
        if (!faults.isEmpty()) {
            throw TaskException.failed(prefix + "the feed did not come whole: " + String.join(", ", faults));
        }
    }
}
