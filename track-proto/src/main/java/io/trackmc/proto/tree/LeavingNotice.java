package io.trackmc.proto.tree;

import io.trackmc.proto.engine.TreeTiming;
import io.trackmc.proto.time.Deadlines;

/** Tells each child, under its pair key, that this parent is going to stop, and again until the child has gone. */
final class LeavingNotice {

    private final ChildTable children;
    private final BindAnswers answers;
    private final TreeTiming timing;
    private long nextNs = Deadlines.NONE;

    LeavingNotice(ChildTable children, BindAnswers answers, TreeTiming timing) {
        this.children = children;
        this.answers = answers;
        this.timing = timing;
    }

    /** The notice is due at once. */
    void begin(long nowNs) {
        nextNs = Deadlines.after(nowNs, 0);
    }

    void onTimeout(long nowNs) {
        if (!Deadlines.isDue(nextNs, nowNs)) {
            return;
        }
        nextNs = Deadlines.after(nowNs, timing.advertiseNs());
        for (int i = 0; i < children.size(); i++) {
            Child child = children.at(i);
            if (child != null && child.isBound() && child.reply() == Child.Reply.NONE) {
                answers.owe(child, Child.Reply.LEAVING_NOTICE);
            }
        }
    }

    long nextDeadlineNs() {
        return nextNs;
    }
}
