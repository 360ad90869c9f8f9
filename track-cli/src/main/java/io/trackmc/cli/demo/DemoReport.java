package io.trackmc.cli.demo;

import io.trackmc.cli.file.FileDigest;
import io.trackmc.cli.file.OutgoingFile;
import io.trackmc.cli.picture.TextTable;
import io.trackmc.cli.proof.ReadingProof;
import io.trackmc.cli.proof.ReadingProof.Finding;
import io.trackmc.cli.task.TaskException;
import io.trackmc.cli.task.TaskRun;
import io.trackmc.cli.unit.ByteSize;
import io.trackmc.cli.unit.TimeSpan;
import io.trackmc.keys.payload.ContentBundle;
import io.trackmc.keys.transport.bundle.TransportBundle;
import io.trackmc.keys.transport.bundle.TransportBundleFile;
import io.trackmc.receiver.ReceiverStatus;
import io.trackmc.repairhead.RepairHeadStatus;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Supplier;

/** Checks what came out of a demonstration and tells it. */
final class DemoReport {

    static final List<String> FIELDS = List.of("receivers", "complete", "sha256Match", "repairsByRepairHeads",
            "repairsBySender", "nacksAtSender", "failovers", "applicationGaps", "authorityRequestsDuringFailover",
            "expelMillis", "expelledPacketsTried", "expelledCouldReadAfter", "repairHeadsCouldRead", "seconds",
            "megabytesPerSecond", "bytes", "sha256", "repairHeads", "loss", "seed", "keysTried", "innersTried");

    private final TaskRun run;
    private final DemoPlan plan;
    private final DemoFiles files;
    private final Supplier<ContentBundle> control;
    private final List<String> faults = new ArrayList<>();
    private String sha256 = "";
    private long bytes;
    private double seconds;

    DemoReport(TaskRun run, DemoPlan plan, DemoFiles files, Supplier<ContentBundle> control) {
        this.run = run;
        this.plan = plan;
        this.files = files;
        this.control = control;
        run.set("receivers", plan.receivers()).set("repairHeads", plan.repairHeads()).set("loss", plan.loss())
                .set("seed", plan.seed());
    }

    static String percent(double probability) {
        return String.format(Locale.ROOT, "%.4g", probability * 100).replaceAll("\\.?0+$", "") + " %";
    }

    /** Everything was sent and confirmed. */
    void sent(OutgoingFile.Sent sent, double inSeconds) {
        sha256 = sent.sha256();
        bytes = sent.bytes();
        seconds = inSeconds;
        run.set("bytes", bytes).set("sha256", sha256).set("seconds", seconds)
                .set("megabytesPerSecond", bytes / 1e6 / seconds);
    }

    /** A repair head was killed, and nodes have asked so many times for keys since then. */
    void killed(long keyRequests) {
        run.set("authorityRequestsDuringFailover", keyRequests);
        check(keyRequests == 0, "nodes asked " + keyRequests + " times for keys after a repair head was killed");
    }

    /**
     * Checks copies and keys, and tells.
     *
     * @throws TaskException when something is not as it must be
     */
    void tell(DemoGroup group) throws IOException {
        DemoState state = DemoState.of(group);
        PrintStream out = run.people();
        int identical = checkCopies(group, out, state);
        out.println(copiesSentence(identical, state));
        tellProof(group, state, out);
        if (!faults.isEmpty()) {
            throw TaskException.failed(String.join("; ", faults));
        }
    }

    private int checkCopies(DemoGroup group, PrintStream out, DemoState state) throws IOException {
        String original = FileDigest.ofFile(files.payload());
        check(original.equals(sha256), "the file has changed while it was sent");
        TextTable table = new TextTable(List.of("node", "parent", "copy", "lost", "repairs made", "repairs got",
                "NACKs sent"));
        table.row("sender", "", "", group.lostAtSender(), state.sender().repairsSent(), 0, 0);
        for (int i = 0; i < group.repairHeads().size(); i++) {
            RepairHeadStatus status = state.repairHeads().get(i);
            table.row(group.repairHeads().get(i).config().self().name(),
                    Objects.requireNonNullElse(status.parent(), ""), "",
                    group.repairHeads().get(i).lost(), status.repairsSent(), status.repairsReceived(),
                    status.nacksSentUp());
        }
        int identical = 0;
        for (int i = 0; i < group.receivers().size(); i++) {
            DemoReceiver receiver = group.receivers().get(i);
            ReceiverStatus status = state.receivers().get(i);
            boolean same = receiver.hasCopyOf(original);
            identical += same ? 1 : 0;
            table.row(receiver.name(), Objects.requireNonNullElse(receiver.parent(), ""),
                    same ? "identical" : "NOT identical", receiver.lost(), 0, status.repairsReceived(),
                    status.nacksSent());
        }
        out.println();
        table.lines(run.peopleTerminal().pictureColumns()).forEach(out::println);
        out.println();
        report(identical, state);
        return identical;
    }

    private void report(int identical, DemoState state) {
        run.set("complete", identical).set("sha256Match", identical == plan.receivers())
                .set("repairsByRepairHeads", state.repairsByRepairHeads())
                .set("repairsBySender", state.sender().repairsSent())
                .set("nacksAtSender", state.sender().nacksReceived()).set("failovers", state.failovers())
                .set("applicationGaps", state.gaps());
        check(identical == plan.receivers(), identical + " of " + plan.receivers() + " copies are identical");
        check(!plan.killRepairHead() || state.failovers() > 0,
                "nobody went to another parent; a larger --size leaves time for it");
        check(state.gaps() == 0, state.gaps() + " packets never reached an application");
    }

    private String copiesSentence(int identical, DemoState state) {
        return String.format(Locale.ROOT, "%d of %d copies identical: %s in %s, %.1f MB/s; %,d repairs by repair heads,"
                + " %,d by the sender", identical, plan.receivers(), ByteSize.text(bytes), TimeSpan.text(seconds),
                bytes / 1e6 / seconds, state.repairsByRepairHeads(), state.sender().repairsSent());
    }

    private void tellProof(DemoGroup group, DemoState state, PrintStream out) {
        if (group.repairHeads().isEmpty()) {
            return;
        }
        List<Finding> findings = findings(group, state);
        List<String> readers = findings.stream().filter(Finding::couldRead).map(
                finding -> finding.node() + " by its " + String.join(", ", finding.keysThatOpen())).toList();
        List<String> unproved = findings.stream().filter(finding -> !finding.controlHeld()).map(Finding::node).toList();
        int keys = findings.stream().mapToInt(Finding::keysTried).sum();
        int inners = findings.stream().mapToInt(Finding::innersTried).sum();
        run.set("keysTried", keys).set("innersTried", inners)
                .set("repairHeadsCouldRead", (readers.isEmpty() && !unproved.isEmpty()) ? null : !readers.isEmpty());
        check(readers.isEmpty(), "repair heads could read: " + String.join("; ", readers));
        check(unproved.isEmpty(), "not proved for " + String.join(", ", unproved)
                + ": the real key did not open what was sampled there");
        if (readers.isEmpty() && unproved.isEmpty()) {
            out.printf("no repair head could read: %d keys of theirs tried on %d packets that they handled, none opened"
                    + " one; the real key opened each%n", keys, inners);
        }
    }

    private List<Finding> findings(DemoGroup group, DemoState state) {
        ContentBundle content = control.get();
        ReadingProof proof = new ReadingProof(content, state.sender().session());
        List<Finding> findings = group.repairHeads().stream().map(head -> {
            TransportBundle bundle = new TransportBundleFile().read(head.config().files().transportBundle(),
                    warning -> {});
            Finding finding = proof.of(bundle, head.sample());
            bundle.destroy();
            return finding;
        }).toList();
        content.destroy();
        return findings;
    }

    private void check(boolean condition, String otherwise) {
        if (!condition) {
            faults.add(otherwise);
        }
    }
}
