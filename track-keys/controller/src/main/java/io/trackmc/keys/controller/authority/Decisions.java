package io.trackmc.keys.controller.authority;

import io.trackmc.keys.controller.log.LogEntry;
import io.trackmc.keys.transport.registration.Answer;
import io.trackmc.keys.transport.registration.Frames;
import io.trackmc.keys.transport.registration.RefusalReason;
import io.trackmc.net.tls.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What was decided and is not written down yet: entries of the log, and the answers that wait until those are on the disk, so that nobody is told what a crash could
 * undo. All of it is written with one force of the log. Not thread-safe.
 */
final class Decisions {

    private final RefusalAudit refusals;
    private final List<LogEntry> entries = new ArrayList<>();
    private final List<Runnable> answers = new ArrayList<>();

    /** @param refusals decides what of refusals is written down */
    Decisions(RefusalAudit refusals) {
        this.refusals = refusals;
    }

    /** No decisions yet, of the same kind, to be written down by themselves. */
    Decisions apart() {
        return new Decisions(refusals);
    }

    /** Something was done of which the log is to say this. */
    void record(LogEntry entry) {
        entries.add(entry);
    }

    /** The same for several entries, or none. */
    void record(List<LogEntry> more) {
        entries.addAll(more);
    }

    /** Something is to be said once all is written down. */
    void answer(Runnable said) {
        answers.add(said);
    }

    /**
     * A question is refused, and its connection ends with the answer.
     *
     * @param who as far as is known
     */
    void refuse(Reply reply, String who, RefusedException refused) {
        entries.addAll(refusals.refused(who, refused.reason().text(), refused.detail()));
        answers.add(() -> reply.sendLast(Frames.encode(new Answer.Refused(refused.reason(), refused.detail()))));
    }

    /**
     * Writes all entries down, if there are any.
     *
     * @param log returns when they are on the disk; when it throws, nothing may be told
     */
    void write(Consumer<List<LogEntry>> log) {
        if (!entries.isEmpty()) {
            log.accept(List.copyOf(entries));
        }
    }

    /** Gives all answers, in the order of the decisions. */
    void tell() {
        answers.forEach(Runnable::run);
    }

    /** Forgets what was written and told, or never will be. */
    void clear() {
        entries.clear();
        answers.clear();
    }

    /** Answers a question of which nobody knows whether what came of it is on the disk. */
    static void answerNotDurable(Reply reply) {
        reply.sendLast(Frames.encode(
                new Answer.Refused(RefusalReason.NOT_DURABLE, "the authority cannot write down what it does")));
    }
}
