package io.trackmc.cli.role;

import io.trackmc.cli.console.ProgressLine;
import io.trackmc.cli.file.OutgoingFile;
import io.trackmc.cli.task.Background;
import io.trackmc.cli.task.StandStill;
import io.trackmc.cli.task.TaskException;
import io.trackmc.cli.task.TaskRun;
import io.trackmc.cli.unit.ByteSize;
import io.trackmc.cli.unit.TimeSpan;
import io.trackmc.keys.transport.bundle.NodeConfig;
import io.trackmc.keys.transport.file.KeyFileException;
import io.trackmc.keys.transport.registration.Answer;
import io.trackmc.keys.transport.registration.Ask;
import io.trackmc.net.ConfigurationException;
import io.trackmc.net.LossInjector;
import io.trackmc.net.authority.AuthorityAddress;
import io.trackmc.net.authority.AuthorityClient;
import io.trackmc.net.authority.NodeAuthorities;
import io.trackmc.net.node.KeyRequestCount;
import io.trackmc.proto.engine.EngineEvent;
import io.trackmc.proto.engine.TreeTiming;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.sender.Confirmation;
import io.trackmc.sender.Failures;
import io.trackmc.sender.Publisher;
import io.trackmc.sender.SenderContext;
import io.trackmc.sender.SenderStatus;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;

/** One run of {@code track send}. */
final class SendRun {

    static final List<String> FIELDS = List.of("bytes", "sha256", "packets", "repairsSent", "expectedReceivers",
            "confirmedReceivers", "lateReceivers", "failedReceivers", "expelledReceivers", "seconds",
            "megabytesPerSecond", "nacksReceived", "session", "rekeysCompleted", "authorityRequests",
            "authorityRequestsWhileRunning", "files", "passes", "skippedFiles", "receivers");

    private static final double NS_PER_SECOND = 1e9;

    /** Receivers that lost their parent may be nowhere in the tree for so many times as long as it takes to notice that. */
    private static final int DETECTIONS = 3;

    /** A tree without any receiver for so long has lost them. */
    private static final long LEAST_ABSENCE_NS = 5_000_000_000L;

    private final TaskRun run;
    private final NodeConfig config;
    private final int expected;
    private final Duration patience;
    private final LossInjector loss;
    private final ProgressLine progress;
    private final SendSource payload;
    private final SendPace pace;
    private final Standings standings;
    private final SendStatus lines;
    private volatile boolean readingSource;
    private final KeyRequestCount requests = new KeyRequestCount();
    private final AtomicLong rekeysCompleted = new AtomicLong();
    private ExpelledWhileSending expelled = ExpelledWhileSending.NOBODY;

    SendRun(TaskRun run, NodeConfig config, int expected, Duration patience, LossInjector loss, SendSource payload,
            SendStatus lines) {
        this.loss = loss;
        this.payload = payload;
        this.lines = lines;
        this.pace = new SendPace(expected, payload.size(), payload.passes());
        this.standings = new Standings(config);
        this.run = run;
        this.config = config;
        this.expected = expected;
        this.patience = patience;
        this.progress = new ProgressLine(run.console().err(), run.console().errTerminal(), System.nanoTime());
    }

    void send() throws Exception {
        SenderContext context = new SenderContext().nodeConfig(config).loss(loss).keyRequestListener(requests)
                .eventListener(this::onEvent).warnings(run.console().err()::println);
        run.set("expectedReceivers", expected);
        try (Publisher publisher = Publisher.open(context)) {
            requests.nodeRuns();
            lines.tick(System.nanoTime(), pace, publisher.status());
            new AwaitedReceivers(config, expected, patience, run.console(), progress)
                    .await(publisher, status -> lines.tick(System.nanoTime(), pace, status));
            expelled = ExpelledWhileSending.since(publisher.status().failures());
            standings.look(publisher.status());
            run.set("session", hex(publisher.status().session()));
            rekeysCompleted.set(0);
            long beginNs = System.nanoTime();
            try {
                OutgoingFile.Sent sent = transfer(publisher);
                expelled.end(publisher.status().failures());
                run.set("sha256", sent.sha256());
                Confirmation confirmation = confirm(publisher);
                progress.clear();
                run.set("nacksReceived", publisher.status().nacksReceived());
                report(sent, confirmation, secondsSince(beginNs));
                tellReceivers(publisher.status(), true);
            } catch (Exception e) {
                progress.clear();
                reportFailure(publisher.status(), secondsSince(beginNs));
                tellReceivers(publisher.status(), false);
                publisher.abort();
                throw e;
            } finally {
                run.set("rekeysCompleted", rekeysCompleted.get()).set("authorityRequests", requests.all())
                        .set("authorityRequestsWhileRunning", requests.whileRunning());
            }
        }
    }

    /** By name, as far as names are known. A file that all have got needs no more than its one line. */
    private void tellReceivers(SenderStatus status, boolean ok) {
        List<Map<String, Object>> list = standings.list(status, ok);
        run.set("receivers", list);
        lines.end(System.nanoTime(), ok, pace, status, list);
        if (!ok || payload.isWholeWhenLate()) {
            list.stream().limit(WhoIsWhere.MOST_NAMES).forEach(each -> people().println(Standings.text(each)));
            if (list.size() > WhoIsWhere.MOST_NAMES) {
                people().println("and " + (list.size() - WhoIsWhere.MOST_NAMES) + " more, by --json or --status");
            }
        }
    }

    private PrintStream people() {
        return lines.hasStandardOutput() ? run.console().err() : run.people();
    }

    private void onEvent(EngineEvent event) {
        standings.onEvent(event);
        if (event instanceof EngineEvent.EpochActivated) {
            rekeysCompleted.incrementAndGet();
        }
    }

    /** All 16 bytes of the run of the source, as hexadecimal digits. */
    private static String hex(Incarnation session) {
        return String.format("%016x%016x", session.high(), session.low());
    }

    private static double secondsSince(long beginNs) {
        return (System.nanoTime() - beginNs) / NS_PER_SECOND;
    }

    private OutgoingFile.Sent transfer(Publisher publisher) throws Exception {
        readingSource = true;
        pace.enter("sending");
        SetLine line = new SetLine(publisher,
                (bytes, offset, length) -> publish(publisher, bytes, offset, length),
                () -> toHaveAll(publisher.status()), patience);
        try (Background<OutgoingFile.Sent> work = Background.start("track-send", () -> payload.send(line, pace))) {
            return Background.await(work.result(), watch(publisher));
        }
    }

    /** Blocks while there is no room; only then a stand-still is the receivers' doing and not the source's. */
    private long publish(Publisher publisher, byte[] bytes, int offset, int length) throws InterruptedException {
        readingSource = false;
        long position = publisher.blocking().publish(bytes, offset, length);
        readingSource = true;
        if (position < 0) {
            throw TaskException.failed("the session ended before everything was sent");
        }
        return position;
    }

    private int haveAll(SenderStatus status) {
        return status.confirmed() + wholeThoughLate(status.failed(), status.late());
    }

    private int toHaveAll(SenderStatus status) {
        return Math.max(expected, status.expected()) - expelled.names(status.failures()).size();
    }

    private Confirmation confirm(Publisher publisher) throws Exception {
        readingSource = false;
        pace.enter("confirming");
        return Background.await(publisher.finish(), watch(publisher));
    }

    private Runnable watch(Publisher publisher) {
        long beginNs = System.nanoTime();
        StandStill standStill = new StandStill(patience, beginNs);
        Absence absence = new Absence(absence(), beginNs);
        return () -> {
            long nowNs = System.nanoTime();
            SenderStatus status = publisher.status();
            long moved = status.stable() + status.highestSent() + status.confirmed() + status.failed()
                    + status.late();
            if (readingSource) {
                standStill.reset(nowNs);
            }
            if (absence.isOver(nowNs, status.receivers(), haveAll(status), toHaveAll(status))) {
                throw TaskException.failed(outcome(status.confirmed(), status.expected(), status.late(),
                        status.failures()));
            }
            if (standStill.isOver(nowNs, moved)) {
                throw TaskException.failed("nothing has moved for " + TimeSpan.text(patience.toMillis() / 1e3) + "; "
                        + status.receivers() + " receivers are there, " + status.confirmed() + " have confirmed"
                        + WhoIsWhere.unconfirmed(status.children(), status.highestSent()) + LongStall.text(status));
            }
            standings.look(status);
            lines.tick(nowNs, pace, status);
            if (progress.isDue(nowNs)) {
                progress.show(nowNs, pace.text(nowNs, status));
            }
        };
    }

    /** Where another pass may come, those who were killed are given the time to come back. */
    private Duration absence() {
        if (payload.passes() > 1) {
            return patience;
        }
        TreeTiming tree = config.protocol().tree();
        return Duration.ofNanos(Math.max(LEAST_ABSENCE_NS, DETECTIONS * tree.heartbeatNs() * tree.parentMisses()));
    }

    private void reportFailure(SenderStatus status, double seconds) {
        run.set("bytes", pace.sent(status)).set("packets", status.highestSent())
                .set("repairsSent", status.repairsSent())
                .set("expectedReceivers", Math.max(expected, status.expected()))
                .set("confirmedReceivers", status.confirmed()).set("lateReceivers", status.late())
                .set("failedReceivers", status.failedReceivers())
                .set("expelledReceivers", expelled.names(status.failures()))
                .set("seconds", seconds);
    }

    private void report(OutgoingFile.Sent sent, Confirmation confirmation, double seconds) {
        // Not by the failed: a receiver that went to another parent is among them for as long as its first one says so.
        int present = Math.max(expected, confirmation.expected());
        int missing = present - confirmation.confirmed() - wholeThoughLate(confirmation.failed(), confirmation.late());
        if (missing > expelled.excused(confirmation.failures(), present, missing, this::receiversLeft)) {
            throw TaskException.failed(outcome(confirmation.confirmed(), confirmation.expected(), confirmation.late(),
                    confirmation.failures()));
        }
        Failures nobody = new Failures(0, List.of(), confirmation.failures().expelled());
        String outcome = outcome(confirmation.confirmed(), confirmation.expected(), confirmation.late(), nobody);
        double megabytesPerSecond = sent.bytes() / 1e6 / seconds;
        run.set("bytes", sent.bytes()).set("packets", confirmation.packets())
                .set("repairsSent", confirmation.repairsSent())
                .set("expectedReceivers", Math.max(expected, confirmation.expected()))
                .set("confirmedReceivers", confirmation.confirmed())
                .set("lateReceivers", confirmation.late())
                .set("failedReceivers", nobody.names())
                .set("expelledReceivers", expelled.names(confirmation.failures()))
                .set("seconds", seconds).set("megabytesPerSecond", megabytesPerSecond);
        people().printf("%s in %s, %.1f MB/s; %s; %d packets, %d repairs by the sender; sha256 %s%n",
                ByteSize.text(sent.bytes()), TimeSpan.text(seconds), megabytesPerSecond, outcome,
                confirmation.packets(), confirmation.repairsSent(), sent.sha256());
    }

    /** A receiver of a set confirms only when it has all of it; one that was killed and came back is late, and no failed one is left then that it could stand for. */
    private int wholeThoughLate(int failed, int late) {
        return payload.isWholeWhenLate() && failed == 0 ? late : 0;
    }

    /** Receivers of the group by now, as the content authority knows them: its members without the sender. */
    private OptionalInt receiversLeft() {
        try {
            return new NodeAuthorities(config).contentAuthority().map(SendRun::members).orElse(OptionalInt.empty());
        } catch (KeyFileException | ConfigurationException _) {
            return OptionalInt.empty();
        }
    }

    private static OptionalInt members(AuthorityAddress address) {
        try {
            return AuthorityClient.ask(address, new Ask.Status(address.group())) instanceof Answer.Standing standing
                    ? OptionalInt.of(standing.members() - 1)
                    : OptionalInt.empty();
        } catch (IOException e) {
            return OptionalInt.empty();
        }
    }

    private String outcome(int confirmed, int present, int late, Failures failures) {
        String count = confirmed + " of " + Math.max(expected, present) + " receivers confirmed"
                + (late == 0 ? "" : ", " + late + " that came late confirmed "
                        + (payload.isWholeWhenLate() ? "all" : "the rest"));
        List<String> shutOut = expelled.names(failures);
        String others = shutOut.isEmpty() ? count : count + "; expelled: " + String.join(", ", shutOut);
        return failures.toString().isEmpty() ? others : others + "; failed: " + failures;
    }
}
