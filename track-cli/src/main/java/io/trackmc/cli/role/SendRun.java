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
import io.trackmc.sender.Confirmation;
import io.trackmc.sender.Publication;
import io.trackmc.sender.SenderContext;
import io.trackmc.sender.SenderStatus;
import java.time.Duration;
import java.util.List;

/** One run of {@code track send}. */
final class SendRun {

    static final List<String> FIELDS = List.of("bytes", "sha256", "packets", "repairsSent", "expectedReceivers",
            "confirmedReceivers", "failedReceivers", "seconds", "megabytesPerSecond");

    private static final double NS_PER_SECOND = 1e9;

    private final TaskRun run;
    private final NodeConfig config;
    private final int expected;
    private final Duration patience;
    private final ProgressLine progress;
    private volatile long sentBytes;
    private volatile boolean readingSource;

    SendRun(TaskRun run, NodeConfig config, int expected, Duration patience) {
        this.run = run;
        this.config = config;
        this.expected = expected;
        this.patience = patience;
        this.progress = new ProgressLine(run.console().err(), run.console().errTerminal(), System.nanoTime());
    }

    void send(FileSource source) throws Exception {
        SenderContext context = new SenderContext().nodeConfig(config).warnings(run.console().err()::println);
        run.set("expectedReceivers", expected);
        try (Publication publication = Publication.open(context)) {
            awaitReceivers(publication);
            long beginNs = System.nanoTime();
            OutgoingFile.Sent sent;
            Confirmation confirmation;
            try {
                sent = transfer(publication, source);
                confirmation = confirm(publication);
            } catch (Exception e) {
                publication.abort();
                throw e;
            } finally {
                progress.clear();
            }
            report(sent, confirmation, (System.nanoTime() - beginNs) / NS_PER_SECOND);
        }
    }

    private void awaitReceivers(Publication publication) throws Exception {
        StandStill wait = new StandStill(patience, System.nanoTime());
        Background.await(publication.receiversBound(expected), () -> {
            long nowNs = System.nanoTime();
            int bound = publication.status().receivers();
            progress.show(nowNs, "waiting for receivers: " + bound + " of " + expected);
            if (wait.isOver(nowNs, 0)) {
                progress.clear();
                throw TaskException.failed("only " + bound + " of " + expected + " receivers were there after "
                        + TimeSpan.text(patience.toMillis() / 1e3));
            }
        });
        progress.clear();
        publication.begin();
    }

    private OutgoingFile.Sent transfer(Publication publication, FileSource source) throws Exception {
        readingSource = true;
        try (Background<OutgoingFile.Sent> work = Background.start("track-send",
                () -> OutgoingFile.send(source, (bytes, offset, length) -> publish(publication, bytes, offset, length),
                        sent -> sentBytes = sent))) {
            return Background.await(work.result(), watch(publication, source.size()));
        }
    }

    /** Blocks while there is no room; only then a stand-still is the receivers' doing and not the source's. */
    private void publish(Publication publication, byte[] bytes, int offset, int length) throws InterruptedException {
        readingSource = false;
        long position = publication.publish(bytes, offset, length);
        readingSource = true;
        if (position < 0) {
            throw TaskException.failed("the session ended before everything was sent");
        }
    }

    private Confirmation confirm(Publication publication) throws Exception {
        readingSource = false;
        return Background.await(publication.finish(), watch(publication, sentBytes));
    }

    private Runnable watch(Publication publication, long size) {
        StandStill standStill = new StandStill(patience, System.nanoTime());
        return () -> {
            long nowNs = System.nanoTime();
            SenderStatus status = publication.status();
            long moved = status.stable() + status.highestSent() + status.confirmed() + status.failed();
            if (readingSource) {
                standStill.reset(nowNs);
            }
            if (standStill.isOver(nowNs, moved)) {
                throw TaskException.failed("nothing has moved for " + TimeSpan.text(patience.toMillis() / 1e3) + "; "
                        + status.receivers() + " receivers are there, " + status.confirmed() + " have confirmed");
            }
            if (progress.isDue(nowNs)) {
                progress.show(nowNs, text(status, size));
            }
        };
    }

    private String text(SenderStatus status, long size) {
        String share = size > 0 ? " of " + ByteSize.text(size) : "";
        String receivers = status.confirmed() > 0
                ? status.confirmed() + " receivers have confirmed"
                : status.receivers() + " receivers";
        return "sent " + ByteSize.text(sentBytes) + share + ", " + receivers + ", " + status.repairsSent()
                + " repairs here";
    }

    private void report(OutgoingFile.Sent sent, Confirmation confirmation, double seconds) {
        double megabytesPerSecond = sent.bytes() / 1e6 / seconds;
        run.set("bytes", sent.bytes()).set("sha256", sent.sha256()).set("packets", confirmation.packets())
                .set("repairsSent", confirmation.repairsSent())
                .set("confirmedReceivers", confirmation.confirmed())
                .set("failedReceivers", confirmation.failedReceivers())
                .set("seconds", seconds).set("megabytesPerSecond", megabytesPerSecond);
        // Not by the failed: a receiver that went to another parent is among them for as long as its first one says so.
        int all = Math.max(expected, confirmation.expected());
        String outcome = confirmation.confirmed() + " of " + all + " receivers confirmed";
        if (confirmation.confirmed() < all) {
            throw TaskException.failed(outcome + (confirmation.failedReceivers().isEmpty() ? ""
                    : "; failed: " + String.join(", ", confirmation.failedReceivers())));
        }
        run.people().printf("%s in %s, %.1f MB/s; %s; %d packets, %d repairs by the sender; sha256 %s%n",
                ByteSize.text(sent.bytes()), TimeSpan.text(seconds), megabytesPerSecond, outcome,
                confirmation.packets(), confirmation.repairsSent(), sent.sha256());
    }
}
