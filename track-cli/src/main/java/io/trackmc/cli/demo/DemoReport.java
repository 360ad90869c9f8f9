package io.trackmc.cli.demo;

import io.trackmc.cli.file.FileDigest;
import io.trackmc.cli.file.OutgoingFile;
import io.trackmc.cli.picture.TextTable;
import io.trackmc.cli.proof.ReadingProof.Finding;
import io.trackmc.cli.task.TaskException;
import io.trackmc.cli.task.TaskRun;
import io.trackmc.cli.unit.ByteSize;
import io.trackmc.cli.unit.TimeSpan;
import io.trackmc.proto.protect.KeyLayer;
import io.trackmc.receiver.ReceiverStatus;
import io.trackmc.repairhead.RepairHeadStatus;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Checks what came out of a demonstration and tells it. */
final class DemoReport {

    static final List<String> FIELDS = List.of("receivers", "complete", "sha256Match", "repairsByRepairHeads",
            "repairsBySender", "nacksAtSender", "failovers", "applicationGaps", "authorityRequestsDuringFailover",
            "expelMillis", "expelledPacketsTried", "expelledCouldReadAfter", "repairHeadsCouldRead", "seconds",
            "megabytesPerSecond", "bytes", "sha256", "repairHeads", "loss", "seed", "keysTried", "innersTried",
            "heapsSearched");

    private final TaskRun run;
    private final DemoPlan plan;
    private final DemoFiles files;
    private final DemoAuthorities authorities;
    private final List<String> faults = new ArrayList<>();
    private String sha256 = "";
    private long bytes;
    private double seconds;

    DemoReport(TaskRun run, DemoPlan plan, DemoFiles files, DemoAuthorities authorities) {
        this.run = run;
        this.plan = plan;
        this.files = files;
        this.authorities = authorities;
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
        List<byte[]> transportRekeys = authorities.rekeys(KeyLayer.TRANSPORT, files.sender());
        List<byte[]> contentRekeys = authorities.rekeys(KeyLayer.CONTENT, files.sender());
        DemoProofs proofs = new DemoProofs(run, transportRekeys, contentRekeys, state.sender().session());
        proofs.tellRepairHeads(findings(group, proofs), List.of());
        if (plan.expelReceiver()) {
            DemoReceiver expelled = group.receivers().getLast();
            proofs.tellExpelled(expelled.name(), expelled.given(), group.witness());
        }
        faults.addAll(proofs.faults());
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
            boolean stays = i < plan.staying();
            boolean same = stays && receiver.hasCopyOf(original);
            identical += same ? 1 : 0;
            table.row(receiver.name(), Objects.requireNonNullElse(receiver.parent(), ""),
                    same ? "identical" : stays ? "NOT identical" : "expelled", receiver.lost(), 0,
                    status.repairsReceived(),
                    status.nacksSent());
        }
        out.println();
        table.lines(run.peopleTerminal().pictureColumns()).forEach(out::println);
        out.println();
        report(identical, state);
        return identical;
    }

    private void report(int identical, DemoState state) {
        long gaps = state.gaps(plan.staying());
        run.set("complete", identical).set("sha256Match", identical == plan.staying())
                .set("repairsByRepairHeads", state.repairsByRepairHeads())
                .set("repairsBySender", state.sender().repairsSent())
                .set("nacksAtSender", state.sender().nacksReceived()).set("failovers", state.failovers())
                .set("applicationGaps", gaps);
        check(identical == plan.staying(), identical + " of " + plan.staying() + " copies are identical");
        check(!plan.killRepairHead() || state.failovers() > 0,
                "nobody went to another parent; a larger --size leaves time for it");
        check(gaps == 0, gaps + " packets never reached an application");
    }

    private String copiesSentence(int identical, DemoState state) {
        return String.format(Locale.ROOT, "%d of %d copies identical: %s in %s, %.1f MB/s; %,d repairs by repair heads,"
                + " %,d by the sender", identical, plan.staying(), ByteSize.text(bytes), TimeSpan.text(seconds),
                bytes / 1e6 / seconds, state.repairsByRepairHeads(), state.sender().repairsSent());
    }

    private List<Finding> findings(DemoGroup group, DemoProofs proofs) {
        long gid = group.receivers().getLast().given().transport().gid();
        return group.repairHeads().stream()
                .map(head -> proofs.of(gid, files, head.given().transport(), head.sample())).toList();
    }

    private void check(boolean condition, String otherwise) {
        if (!condition) {
            faults.add(otherwise);
        }
    }
}
