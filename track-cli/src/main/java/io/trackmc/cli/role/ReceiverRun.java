package io.trackmc.cli.role;

import io.trackmc.cli.console.ProgressLine;
import io.trackmc.cli.file.FileTally;
import io.trackmc.cli.file.FileTarget;
import io.trackmc.cli.file.ReceivedFiles;
import io.trackmc.cli.file.StreamTarget;
import io.trackmc.cli.fileset.SetSessions;
import io.trackmc.cli.task.Background;
import io.trackmc.cli.task.Fault;
import io.trackmc.cli.task.StandStill;
import io.trackmc.cli.task.TaskException;
import io.trackmc.cli.task.TaskRun;
import io.trackmc.cli.unit.ByteSize;
import io.trackmc.cli.unit.TimeSpan;
import io.trackmc.keys.transport.bundle.NodeConfig;
import io.trackmc.net.LossInjector;
import io.trackmc.net.node.KeyRequestCount;
import io.trackmc.net.node.LonelyNode;
import io.trackmc.proto.engine.EngineEvent;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.receiver.FailoverTimes;
import io.trackmc.receiver.ReceiverContext;
import io.trackmc.receiver.ReceiverStatus;
import io.trackmc.receiver.Subscription;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One run of {@code track receiver}. */
final class ReceiverRun {

    static final List<String> FIELDS = List.of("bytes", "sha256", "messages", "complete", "gaps", "repairsReceived",
            "nacksSent", "parent", "failovers", "failoverMillis", "drops", "authorityRequests",
            "authorityRequestsWhileRunning", "files", "keptFiles", "resumedBytes", "failedFiles");

    private static final double NS_PER_MILLISECOND = 1e6;

    private final TaskRun run;
    private final NodeConfig config;
    private final boolean once;
    private boolean endsAtFailure;
    private final ProgressLine progress;
    private final StandStill silence;
    private final LonelyNode lonely;
    private final Duration patience;
    private final ParentLogWriter log;
    private final LossInjector loss;
    private final KeyRequestCount requests = new KeyRequestCount();
    private volatile @Nullable String parent;

    ReceiverRun(TaskRun run, NodeConfig config, boolean once, Duration patience, ParentLogWriter log,
            LossInjector loss) {
        this.loss = loss;
        long nowNs = System.nanoTime();
        this.run = run;
        this.config = config;
        this.once = once;
        this.patience = patience;
        this.log = log;
        this.progress = new ProgressLine(run.console().err(), run.console().errTerminal(), nowNs);
        this.silence = new StandStill(patience, nowNs);
        this.lonely = new LonelyNode(config, nowNs);
    }

    /**
     * Receives.
     *
     * @param target where single files go
     * @param sets makes what takes sets of files, given where to tell of those that fail
     */
    void receive(FileTarget target, Function<Consumer<String>, SetSessions> sets) throws Exception {
        endsAtFailure = once || target instanceof StreamTarget; // what went to a stream cannot be taken back
        ReceiverContext context = new ReceiverContext().nodeConfig(config).loss(loss).once(once).explicitConfirm(true)
                .keyRequestListener(requests).warnings(run.console().err()::println).eventListener(this::onEvent)
                .servedListener(log::served);
        try (Subscription subscription = Subscription.open(context);
                ReceivedFiles files = new ReceivedFiles(target,
                        sets.apply(line -> say("track receiver: " + line)), confirming(subscription),
                        new Announcer(subscription))) {
            requests.nodeRuns();
            try {
                receive(subscription, files);
            } finally {
                progress.clear();
                report(subscription.status(), files);
            }
        }
    }

    private static ReceivedFiles.Confirmation confirming(Subscription subscription) {
        return new ReceivedFiles.Confirmation() {
            @Override
            public void confirm() {
                subscription.confirm();
            }

            @Override
            public void confirmWhole(Incarnation session) {
                subscription.confirmWhole(session);
            }
        };
    }

    private void receive(Subscription subscription, ReceivedFiles files) throws Exception {
        try (Background<Void> work = Background.start("track-receive", () -> {
            subscription.run(files, () -> isOver(files));
            if (!isOver(files)) {
                subscription.finished().get(); // where it ended otherwise than by the end of a session, that is why
            }
            files.throwFailure();
            return null;
        })) {
            Background.await(work.result(), () -> watch(subscription, files));
            if (once) {
                Background.await(subscription.finished(), () -> watch(subscription, files));
            }
        } catch (InterruptedException e) {
            if (files.failed() > 0) {
                throw TaskException.failed("interrupted; " + files.failed() + " of "
                        + (files.failed() + files.completed()) + " files failed", e);
            }
            throw e;
        }
        if (files.completed() == 0) {
            throw TaskException.failed("the session ended before the file did");
        }
    }

    private boolean isOver(ReceivedFiles files) {
        files.obey();
        return endsAtFailure && files.hasFailed();
    }

    private void watch(Subscription subscription, ReceivedFiles files) {
        long nowNs = System.nanoTime();
        ReceiverStatus status = subscription.status();
        if (!files.isInSession()) {
            silence.reset(nowNs);
        }
        if (silence.isOver(nowNs, status.sourceHeardNs() + status.delivered() + status.sessions())) {
            silence.reset(nowNs);
            files.order("nothing has come from the sender for " + TimeSpan.text(patience.toMillis() / 1e3)
                    + "; the file is incomplete");
            subscription.wakeUp();
        }
        String warning = lonely.look(nowNs, status.parent() == null, status::drops);
        if (warning != null) {
            say(warning);
        }
        if (progress.isDue(nowNs)) {
            String from = parent == null ? "no parent yet" : "parent " + parent;
            progress.show(nowNs, files.isInSession()
                    ? "received " + files.progress() + ", " + from + ", " + status.repairsReceived() + " repairs"
                    : "waiting for a session, " + from);
        }
    }

    private synchronized void say(String line) {
        progress.clear();
        run.console().err().println(line);
    }

    private void onEvent(EngineEvent event) {
        log.on(event);
        if (event instanceof EngineEvent.ParentBound bound) {
            parent = config.nameOf(bound.parent());
        }
    }

    private void report(ReceiverStatus status, ReceivedFiles files) {
        run.set("bytes", files.bytes()).set("sha256", files.sha256()).set("messages", status.messages())
                .set("complete", files.completed() > 0 && files.failed() == 0 && !files.isInSession())
                .set("gaps", status.gaps()).set("repairsReceived", status.repairsReceived())
                .set("nacksSent", status.nacksSent()).set("parent", parent).set("failovers", status.failovers())
                .set("failoverMillis", millis(status.failoverTimes())).set("drops", status.drops())
                .set("authorityRequests", requests.all())
                .set("authorityRequestsWhileRunning", requests.whileRunning());
        FileTally tally = files.tally();
        if (tally != null) {
            run.set("files", tally.files()).set("keptFiles", tally.kept()).set("resumedBytes", tally.resumedBytes())
                    .set("failedFiles", tally.failed().stream()
                            .map(ReceiverRun::failed).toList());
        }
    }

    private static Map<String, Object> failed(FileTally.Failed file) {
        Map<String, Object> failed = new LinkedHashMap<>();
        failed.put("name", file.name());
        failed.put("reason", file.reason());
        return failed;
    }

    private static @Nullable Map<String, Object> millis(@Nullable FailoverTimes times) {
        if (times == null) {
            return null;
        }
        Map<String, Object> millis = new LinkedHashMap<>();
        millis.put("count", times.count());
        millis.put("p50", times.p50Ns() / NS_PER_MILLISECOND);
        millis.put("p99", times.p99Ns() / NS_PER_MILLISECOND);
        millis.put("max", times.maxNs() / NS_PER_MILLISECOND);
        return millis;
    }

    /** Tells people what became of each file. */
    private final class Announcer implements ReceivedFiles.Listener {

        private final Subscription subscription;

        Announcer(Subscription subscription) {
            this.subscription = subscription;
        }

        /** Unless the file itself went to standard output. */
        @Override
        public void onFile(String place, long bytes, String sha256) {
            progress.clear();
            if (!place.equals(StreamTarget.NAME)) {
                run.people().println(place + ": " + ByteSize.text(bytes) + ", sha256 " + sha256);
            }
        }

        /** The sender is told, and the next session is waited for. */
        @Override
        public void onFailure(Incarnation session, IOException why) {
            if (!endsAtFailure) {
                say("track receiver: " + Fault.text(why) + "; waiting for the next session");
                subscription.abandon(session);
            }
        }
    }
}
