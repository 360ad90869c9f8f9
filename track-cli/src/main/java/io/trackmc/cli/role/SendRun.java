package io.trackmc.cli.role;

import io.trackmc.cli.console.ProgressLine;
import io.trackmc.cli.file.FileSource;
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
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;

/** One run of {@code track send}. */
final class SendRun {

    static final List<String> FIELDS = List.of("bytes", "sha256", "packets", "repairsSent", "expectedReceivers",
            "confirmedReceivers", "lateReceivers", "failedReceivers", "expelledReceivers", "seconds",
            "megabytesPerSecond", "nacksReceived", "session", "rekeysCompleted", "authorityRequests",
            "authorityRequestsWhileRunning");

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
    private volatile long queuedBytes;
    private volatile boolean readingSource;
    private final KeyRequestCount requests = new KeyRequestCount();
    private final AtomicLong rekeysCompleted = new AtomicLong();
    private ExpelledWhileSending expelled = ExpelledWhileSending.NOBODY;

    SendRun(TaskRun run, NodeConfig config, int expected, Duration patience, LossInjector loss) {
        this.loss = loss;
        this.run = run;
        this.config = config;
        this.expected = expected;
        this.patience = patience;
        this.progress = new ProgressLine(run.console().err(), run.console().errTerminal(), System.nanoTime());
    }

    void send(FileSource source) throws Exception {
        SenderContext context = new SenderContext().nodeConfig(config).loss(loss).keyRequestListener(requests)
                .eventListener(this::onEvent).warnings(run.console().err()::println);
        run.set("expectedReceivers", expected);
        try (Publisher publisher = Publisher.open(context)) {
            requests.nodeRuns();
            new AwaitedReceivers(config, expected, patience, run.console(), progress).await(publisher);
            expelled = ExpelledWhileSending.since(publisher.status().failures());
            run.set("session", hex(publisher.status().session()));
            rekeysCompleted.set(0);
            long beginNs = System.nanoTime();
            try {
                OutgoingFile.Sent sent = transfer(publisher, source);
                expelled.end(publisher.status().failures());
                run.set("sha256", sent.sha256());
                Confirmation confirmation = confirm(publisher);
                progress.clear();
                run.set("nacksReceived", publisher.status().nacksReceived());
                report(sent, confirmation, secondsSince(beginNs));
            } catch (Exception e) {
                progress.clear();
                reportFailure(publisher.status(), secondsSince(beginNs));
                publisher.abort();
                throw e;
            } finally {
                run.set("rekeysCompleted", rekeysCompleted.get()).set("authorityRequests", requests.all())
                        .set("authorityRequestsWhileRunning", requests.whileRunning());
            }
        }
    }

    private void onEvent(EngineEvent event) {
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

    private OutgoingFile.Sent transfer(Publisher publisher, FileSource source) throws Exception {
        readingSource = true;
        try (Background<OutgoingFile.Sent> work = Background.start("track-send",
                () -> OutgoingFile.send(source, (bytes, offset, length) -> publish(publisher, bytes, offset, length),
                        sent -> queuedBytes = sent))) {
            return Background.await(work.result(), watch(publisher, source.size()));
        }
    }

    /** Blocks while there is no room; only then a stand-still is the receivers' doing and not the source's. */
    private void publish(Publisher publisher, byte[] bytes, int offset, int length) throws InterruptedException {
        readingSource = false;
        long position = publisher.blocking().publish(bytes, offset, length);
        readingSource = true;
        if (position < 0) {
            throw TaskException.failed("the session ended before everything was sent");
        }
    }

    private Confirmation confirm(Publisher publisher) throws Exception {
        readingSource = false;
        return Background.await(publisher.finish(), watch(publisher, queuedBytes));
    }

    private Runnable watch(Publisher publisher, long size) {
        long beginNs = System.nanoTime();
        StandStill standStill = new StandStill(patience, beginNs);
        StandStill absence = new StandStill(absence(), beginNs);
        return () -> {
            long nowNs = System.nanoTime();
            SenderStatus status = publisher.status();
            long moved = status.stable() + status.highestSent() + status.confirmed() + status.failed()
                    + status.late();
            if (readingSource) {
                standStill.reset(nowNs);
            }
            if (status.receivers() > 0) {
                absence.reset(nowNs);
            }
            if (absence.isOver(nowNs, status.confirmed())) {
                throw TaskException.failed(outcome(status.confirmed(), status.expected(), status.late(),
                        status.failures()));
            }
            if (standStill.isOver(nowNs, moved)) {
                throw TaskException.failed("nothing has moved for " + TimeSpan.text(patience.toMillis() / 1e3) + "; "
                        + status.receivers() + " receivers are there, " + status.confirmed() + " have confirmed"
                        + WhoIsWhere.unconfirmed(status.children(), status.highestSent()) + LongStall.text(status));
            }
            if (progress.isDue(nowNs)) {
                progress.show(nowNs, text(status, size));
            }
        };
    }

    private Duration absence() {
        TreeTiming tree = config.protocol().tree();
        return Duration.ofNanos(Math.max(LEAST_ABSENCE_NS, DETECTIONS * tree.heartbeatNs() * tree.parentMisses()));
    }

    private String text(SenderStatus status, long size) {
        String share = size > 0 ? " of " + ByteSize.text(size) : "";
        String receivers = status.confirmed() > 0
                ? status.confirmed() + " receivers have confirmed"
                : status.receivers() + " receivers";
        return "sent " + ByteSize.text(sentBytes(status)) + share + ", " + receivers + ", " + status.repairsSent()
                + " repairs here" + LongStall.text(status);
    }

    /** Without what waits in the queue. */
    private long sentBytes(SenderStatus status) {
        return Math.min(queuedBytes, status.bytesTaken());
    }

    private void reportFailure(SenderStatus status, double seconds) {
        run.set("bytes", sentBytes(status)).set("packets", status.highestSent())
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
        int missing = present - confirmation.confirmed();
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
        run.people().printf("%s in %s, %.1f MB/s; %s; %d packets, %d repairs by the sender; sha256 %s%n",
                ByteSize.text(sent.bytes()), TimeSpan.text(seconds), megabytesPerSecond, outcome,
                confirmation.packets(), confirmation.repairsSent(), sent.sha256());
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
                + (late == 0 ? "" : ", " + late + " that came late confirmed the rest");
        List<String> shutOut = expelled.names(failures);
        String others = shutOut.isEmpty() ? count : count + "; expelled: " + String.join(", ", shutOut);
        return failures.toString().isEmpty() ? others : others + "; failed: " + failures;
    }
}
