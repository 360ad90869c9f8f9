package io.trackmc.net.management;

import io.trackmc.net.tree.FeedResult;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/** What happened at a {@link ManagementServer}. Any thread. */
public final class ManagementCounters {

    private final Map<Refusal, LongAdder> refusals = new EnumMap<>(Refusal.class);
    private final Map<FeedResult, LongAdder> trees = new EnumMap<>(FeedResult.class);
    private final LongAdder answers = new LongAdder();

    /** All zero. */
    public ManagementCounters() {
        for (Refusal refusal : Refusal.values()) {
            refusals.put(refusal, new LongAdder());
        }
        for (FeedResult result : FeedResult.values()) {
            trees.put(result, new LongAdder());
        }
    }

    /** Requests that were answered. */
    public long answers() {
        return answers.sum();
    }

    /** Requests and connections refused for a reason. */
    public long refusals(Refusal why) {
        return adder(why).sum();
    }

    /** Questions for the trees of nodes below that had a result. */
    public long trees(FeedResult result) {
        return Objects.requireNonNull(trees.get(result)).sum();
    }

    void asked(FeedResult result) {
        Objects.requireNonNull(trees.get(result)).increment();
    }

    void answered() {
        answers.increment();
    }

    void refused(Refusal why) {
        adder(why).increment();
    }

    private LongAdder adder(Refusal why) {
        return Objects.requireNonNull(refusals.get(why));
    }
}
