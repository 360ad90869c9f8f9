package io.trackmc.cli.role;

import io.trackmc.cli.console.ProgressLine;
import io.trackmc.cli.file.FileTarget;
import io.trackmc.cli.file.ReceivedFiles;
import io.trackmc.cli.file.StreamTarget;
import io.trackmc.cli.task.Background;
import io.trackmc.cli.task.StandStill;
import io.trackmc.cli.task.TaskException;
import io.trackmc.cli.task.TaskRun;
import io.trackmc.cli.unit.ByteSize;
import io.trackmc.cli.unit.TimeSpan;
import io.trackmc.keys.transport.bundle.NodeConfig;
import io.trackmc.proto.engine.EngineEvent;
import io.trackmc.receiver.ReceiverContext;
import io.trackmc.receiver.ReceiverStatus;
import io.trackmc.receiver.Subscription;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One run of {@code track receiver}. */
final class ReceiverRun {

    static final List<String> FIELDS = List.of("bytes", "sha256", "messages", "complete", "gaps", "repairsReceived",
            "nacksSent", "parent", "failovers", "failoverMillis", "drops");

    private final TaskRun run;
    private final NodeConfig config;
    private final boolean once;
    private final ProgressLine progress;
    private final StandStill silence;
    private final Duration patience;
    private volatile @Nullable String parent;

    ReceiverRun(TaskRun run, NodeConfig config, boolean once, Duration patience) {
        long nowNs = System.nanoTime();
        this.run = run;
        this.config = config;
        this.once = once;
        this.patience = patience;
        this.progress = new ProgressLine(run.console().err(), run.console().errTerminal(), nowNs);
        this.silence = new StandStill(patience, nowNs);
    }

    void receive(FileTarget target) throws Exception {
        ReceiverContext context = new ReceiverContext().nodeConfig(config).once(once).explicitConfirm(true)
                .warnings(run.console().err()::println).eventListener(this::onEvent);
        try (Subscription subscription = Subscription.open(context);
                ReceivedFiles files = new ReceivedFiles(target, subscription::confirm, this::announce)) {
            try {
                receive(subscription, files);
            } finally {
                progress.clear();
                report(subscription.status(), files);
            }
        }
    }

    private void receive(Subscription subscription, ReceivedFiles files) throws Exception {
        try (Background<Void> work = Background.start("track-receive", () -> {
            subscription.run(files, files::hasFailed);
            files.throwFailure();
            return null;
        })) {
            Background.await(work.result(), () -> watch(subscription, files));
            if (once) {
                Background.await(subscription.finished(), () -> watch(subscription, files));
            }
        }
        if (files.completed() == 0) {
            throw TaskException.failed("the session ended before the file did");
        }
    }

    private void watch(Subscription subscription, ReceivedFiles files) {
        long nowNs = System.nanoTime();
        ReceiverStatus status = subscription.status();
        if (!files.isInSession()) {
            silence.reset(nowNs);
        }
        if (silence.isOver(nowNs, status.sourceHeardNs() + status.delivered() + status.sessions())) {
            throw TaskException.failed("nothing has come from the sender for "
                    + TimeSpan.text(patience.toMillis() / 1e3) + "; the file is incomplete");
        }
        if (progress.isDue(nowNs)) {
            String from = parent == null ? "no parent yet" : "parent " + parent;
            progress.show(nowNs, files.isInSession()
                    ? "received " + files.progress() + ", " + from + ", " + status.repairsReceived() + " repairs"
                    : "waiting for a session, " + from);
        }
    }

    private void onEvent(EngineEvent event) {
        if (event instanceof EngineEvent.ParentBound bound) {
            parent = config.nameOf(bound.parent());
        }
    }

    /** Unless the file itself went to standard output. */
    private void announce(String place, long bytes, String sha256) {
        progress.clear();
        if (place.equals(StreamTarget.NAME)) {
            return;
        }
        run.people().println(place + ": " + ByteSize.text(bytes) + ", sha256 " + sha256);
    }

    private void report(ReceiverStatus status, ReceivedFiles files) {
        run.set("bytes", files.bytes()).set("sha256", files.sha256()).set("messages", status.messages())
                .set("complete", files.completed() > 0 && !files.hasFailed() && !files.isInSession())
                .set("gaps", status.gaps()).set("repairsReceived", status.repairsReceived())
                .set("nacksSent", status.nacksSent()).set("parent", parent).set("failovers", status.failovers())
                .set("drops", status.drops());
    }
}
