package io.trackmc.cli.feed;

import io.trackmc.cli.console.ProgressLine;
import io.trackmc.cli.role.AwaitedReceivers;
import io.trackmc.cli.role.LongStall;
import io.trackmc.cli.task.Background;
import io.trackmc.cli.task.StandStill;
import io.trackmc.cli.task.TaskException;
import io.trackmc.cli.task.TaskRun;
import io.trackmc.cli.unit.TimeSpan;
import io.trackmc.feed.mold.SessionName;
import io.trackmc.feed.replay.FrameSink;
import io.trackmc.feed.replay.MessageSource;
import io.trackmc.feed.replay.Pace;
import io.trackmc.feed.replay.Replay;
import io.trackmc.keys.transport.bundle.NodeConfig;
import io.trackmc.net.LossInjector;
import io.trackmc.sender.Confirmation;
import io.trackmc.sender.Publisher;
import io.trackmc.sender.SenderContext;
import io.trackmc.sender.SenderStatus;
import java.time.Duration;
import java.util.List;

/** One run of {@code track publish}. */
final class PublishRun {

    /** Times from end to end are measured where messages arrive, so they stay open here. */
    static final List<String> FIELDS = List.of("messages", "p50Micros", "p99Micros", "p999Micros", "gaps", "bytes",
            "session", "packets", "repairsSent", "expectedReceivers", "confirmedReceivers", "failedReceivers",
            "seconds", "messagesPerSecond", "behindP99Micros", "behindMaxMicros");

    private static final double NS_PER_SECOND = 1e9;

    private final TaskRun run;
    private final NodeConfig config;
    private final int expected;
    private final Duration patience;
    private final LossInjector loss;
    private final ProgressLine progress;
    private final Latency behind = new Latency();

    PublishRun(TaskRun run, NodeConfig config, int expected, Duration patience, LossInjector loss) {
        this.run = run;
        this.config = config;
        this.expected = expected;
        this.patience = patience;
        this.loss = loss;
        this.progress = new ProgressLine(run.console().err(), run.console().errTerminal(), System.nanoTime());
    }

    /** @param live whether the source is a pipe, whose messages come into being meanwhile */
    void publish(SessionName session, Pace pace, MessageSource source, boolean live) throws Exception {
        run.set("session", session.text()).set("expectedReceivers", expected);
        try (Publisher publisher = Publisher.open(new SenderContext().nodeConfig(config).loss(loss)
                .warnings(run.console().err()::println))) {
            new AwaitedReceivers(config, expected, patience, run.console(), progress).await(publisher);
            long beginNs = System.nanoTime();
            Replay replay = new Replay(session, pace, live, sink(publisher), behind::record);
            try {
                transfer(publisher, replay, source);
                Confirmation confirmation = Background.await(publisher.finish(), watch(publisher, replay, true));
                progress.clear();
                report(replay, confirmation, (System.nanoTime() - beginNs) / NS_PER_SECOND);
            } catch (Exception e) {
                progress.clear();
                run.set("messages", replay.messages()).set("bytes", replay.bytes());
                publisher.abort();
                throw e;
            }
        }
    }

    private static FrameSink sink(Publisher publisher) {
        return (bytes, offset, length) -> {
            if (publisher.blocking().publish(bytes, offset, length) < 0) {
                throw TaskException.failed("the session ended before everything was sent");
            }
        };
    }

    private void transfer(Publisher publisher, Replay replay, MessageSource source) throws Exception {
        try (Background<Void> work = Background.start("track-publish", () -> {
            replay.run(source);
            return null;
        })) {
            Background.await(work.result(), watch(publisher, replay, false));
        }
    }

    /** A pace may leave a feed silent for as long as it likes: only what was sent and is not stored means that nothing moves. */
    private Runnable watch(Publisher publisher, Replay replay, boolean finishing) {
        StandStill standStill = new StandStill(patience, System.nanoTime());
        return () -> {
            long nowNs = System.nanoTime();
            SenderStatus status = publisher.status();
            boolean idle = !finishing && status.stable() == status.highestSent()
                    && status.bytesTaken() == status.bytes();
            if (idle) {
                standStill.reset(nowNs);
            }
            if (standStill.isOver(nowNs, status.stable() + status.highestSent() + status.confirmed())) {
                throw TaskException.failed("nothing has moved for " + TimeSpan.text(patience.toMillis() / 1e3) + "; "
                        + status.receivers() + " receivers are there, " + status.confirmed() + " have confirmed"
                        + LongStall.text(status));
            }
            if (progress.isDue(nowNs)) {
                progress.show(nowNs, String.format("%,d messages, %d receivers, %,d repairs here%s",
                        replay.messages(), status.receivers(), status.repairsSent(), LongStall.text(status)));
            }
        };
    }

    private void report(Replay replay, Confirmation confirmation, double seconds) {
        int present = Math.max(expected, confirmation.expected());
        run.set("messages", replay.messages()).set("bytes", replay.bytes()).set("packets", confirmation.packets())
                .set("repairsSent", confirmation.repairsSent()).set("expectedReceivers", present)
                .set("confirmedReceivers", confirmation.confirmed())
                .set("failedReceivers", confirmation.failures().names()).set("seconds", seconds)
                .set("messagesPerSecond", replay.messages() / seconds)
                .set("behindP99Micros", behind.micros(Latency.P99)).set("behindMaxMicros", behind.micros(Latency.MAX));
        String outcome = confirmation.confirmed() + " of " + present + " receivers confirmed";
        if (confirmation.confirmed() < present) {
            throw TaskException.failed(outcome);
        }
        run.people().printf("%,d messages in %s, %,.0f a second; %s; %,d packets, %,d repairs by the sender%n",
                replay.messages(), TimeSpan.text(seconds), replay.messages() / seconds, outcome,
                confirmation.packets(), confirmation.repairsSent());
    }
}
