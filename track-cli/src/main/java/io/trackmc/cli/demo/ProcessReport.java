package io.trackmc.cli.demo;

import io.trackmc.cli.expulsion.Witness;
import io.trackmc.cli.expulsion.RekeyReader;
import io.trackmc.cli.expulsion.GivenKeys;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.trackmc.cli.file.FileDigest;
import io.trackmc.cli.picture.TextTable;
import io.trackmc.cli.process.TrackProcess;
import io.trackmc.cli.proof.HeapProof;
import io.trackmc.cli.proof.InnerSample;
import io.trackmc.cli.proof.ReadingProof.Finding;
import io.trackmc.cli.task.ExitCode;
import io.trackmc.cli.task.TaskException;
import io.trackmc.cli.task.TaskRun;
import io.trackmc.cli.unit.ByteSize;
import io.trackmc.cli.unit.TimeSpan;
import io.trackmc.keys.transport.bundle.NodeConfig;
import io.trackmc.keys.transport.bundle.NodeRole;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.protect.KeyLayer;
import io.trackmc.repairhead.RepairLog;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** Checks what came out of a demonstration in processes, from what they said at their end, and tells it. */
final class ProcessReport {

    private static final int HEX = 16;
    private static final double BYTES_PER_MEGABYTE = 1e6;

    private final TaskRun run;
    private final DemoPlan plan;
    private final DemoFiles files;
    private final ProcessGroup group;
    private final List<String> faults = new ArrayList<>();
    private final TextTable table = new TextTable(List.of("node", "copy", "repairs made", "repairs got", "NACKs sent"));
    private long failovers;
    private long gaps;
    private long repairs;
    private long keyRequests;

    ProcessReport(TaskRun run, DemoPlan plan, DemoFiles files, ProcessGroup group) {
        this.run = run;
        this.plan = plan;
        this.files = files;
        this.group = group;
        run.set("receivers", plan.receivers()).set("repairHeads", plan.repairHeads()).set("loss", plan.loss())
                .set("seed", plan.seed());
    }

    /**
     * Waits for the ends of all, and tells.
     *
     * @param given keys of those whose keys are tried
     * @param sample packets that repair heads handled
     * @throws TaskException when something is not as it must be
     */
    void tell(Map<NodeConfig, GivenKeys> given, InnerSample sample, Witness witness, HeapTrials heaps)
            throws IOException, InterruptedException {
        String original = FileDigest.ofFile(files.payload());
        Config sender = sender(original);
        int identical = receivers(original);
        Proving proving = prove(sender, given, sample, heaps);
        repairHeads(witness);
        table.lines(run.peopleTerminal().pictureColumns()).forEach(run.people()::println);
        run.set("complete", identical).set("sha256Match", identical == plan.staying())
                .set("repairsByRepairHeads", repairs).set("repairsBySender", number(sender, "repairsSent"))
                .set("nacksAtSender", number(sender, "nacksReceived")).set("failovers", failovers)
                .set("applicationGaps", gaps);
        check(identical == plan.staying(), identical + " of " + plan.staying() + " copies are identical");
        check(!plan.killRepairHead() || failovers > 0,
                "nobody went to another parent; a larger --size leaves time for it");
        check(gaps == 0, gaps + " packets never reached an application");
        run.people().printf(Locale.ROOT, "%d of %d copies identical, each program in a process of its own%n", identical,
                plan.staying());
        if (plan.killRepairHead()) {
            run.set("authorityRequestsDuringFailover", keyRequests);
            check(keyRequests == 0, "nodes asked " + keyRequests + " times for keys while they ran");
        }
        proving.tell(witness);
        stop(Arrays.stream(KeyLayer.values()).map(group::authority).toList());
        if (!faults.isEmpty()) {
            throw TaskException.failed(String.join("; ", faults));
        }
    }

    private Config sender(String original) throws IOException {
        TrackProcess sender = group.of(files.sender());
        Config said = sender.report();
        check(sender.hasEndedWell(), "sender: " + sender.lastWords());
        keyRequests += number(said, "authorityRequestsWhileRunning");
        if (said.hasPath("sha256")) {
            double seconds = said.getDouble("seconds");
            long bytes = said.getLong("bytes");
            run.set("bytes", bytes).set("sha256", said.getString("sha256")).set("seconds", seconds)
                    .set("megabytesPerSecond", bytes / BYTES_PER_MEGABYTE / seconds);
            check(original.equals(said.getString("sha256")), "the file has changed while it was sent");
            run.people().println(ByteSize.text(bytes) + " in " + TimeSpan.text(seconds));
        }
        table.row("sender", "", number(said, "repairsSent"), 0, 0);
        return said;
    }

    private int receivers(String original) throws IOException, InterruptedException {
        List<NodeConfig> all = files.of(NodeRole.RECEIVER);
        List<String> left = group.await(all.stream().map(group::of).toList());
        check(left.isEmpty(), "still running: " + String.join(", ", left));
        int identical = 0;
        for (int i = 0; i < all.size(); i++) {
            NodeConfig receiver = all.get(i);
            TrackProcess program = group.of(receiver);
            Config said = program.isAlive() ? ConfigFactory.empty() : program.report();
            boolean stays = i < plan.staying();
            boolean same = stays && Files.exists(files.copyOf(receiver))
                    && FileDigest.ofFile(files.copyOf(receiver)).equals(original);
            identical += same ? 1 : 0;
            failovers += number(said, "failovers");
            gaps += stays ? number(said, "gaps") : 0;
            check(!stays || (same && program.hasEndedWell()), receiver.self().name() + ": " + program.lastWords());
            check(stays || program.isAlive() || wasExpelled(program, said),
                    receiver.self().name() + " does not know that it was expelled: " + program.lastWords());
            keyRequests += number(said, "authorityRequestsWhileRunning");
            table.row(receiver.self().name(), same ? "identical" : stays ? "NOT identical" : "expelled", 0,
                    number(said, "repairsReceived"), number(said, "nacksSent"));
        }
        return identical;
    }

    /** It ends by itself, badly, and says why. */
    private static boolean wasExpelled(TrackProcess program, Config said) {
        return program.exitCode() == ExitCode.FAILED && said.hasPath("error")
                && said.getString("error").contains("was expelled");
    }

    private void repairHeads(Witness witness) throws IOException, InterruptedException {
        List<NodeConfig> heads = files.of(NodeRole.REPAIR_HEAD);
        stop(heads.stream().map(group::of).toList());
        for (NodeConfig head : heads) {
            Config said = group.of(head).report();
            RepairLog.read(group.repairs(head), (inner, atNs) -> witness.repaired(atNs, inner));
            keyRequests += number(said, "authorityRequestsWhileRunning");
            repairs += number(said, "repairsSent");
            table.row(head.self().name(), said.isEmpty() ? "killed" : "", number(said, "repairsSent"), 0,
                    number(said, "nacksSentUp"));
        }
    }

    /** By SIGTERM, which is to end them well, unless they were killed; nobody else may have ended before. */
    private void stop(List<TrackProcess> programs) throws IOException, InterruptedException {
        for (TrackProcess program : programs) {
            check(program.isAlive() || program.wasKilled(), "ended by itself: " + program.lastWords());
        }
        List<String> left = group.stop(programs);
        check(left.isEmpty(), "does not end when it is told to: " + String.join(", ", left));
        for (TrackProcess program : programs) {
            check(program.isAlive() || program.hasEndedWell(), "ended badly: " + program.lastWords());
        }
    }

    /** While the authorities and the repair heads still run; what the repair heads sent is told when they have ended. */
    private Proving prove(Config sender, Map<NodeConfig, GivenKeys> given, InnerSample sample, HeapTrials heaps)
            throws IOException, InterruptedException {
        if (!sender.hasPath("session")) {
            return witness -> {};
        }
        String session = sender.getString("session");
        RekeyReader reader = new RekeyReader(files.sender());
        DemoProofs proofs = new DemoProofs(run, reader.read(KeyLayer.TRANSPORT, reader.count(KeyLayer.TRANSPORT)),
                reader.read(KeyLayer.CONTENT, reader.count(KeyLayer.CONTENT)),
                new Incarnation(Long.parseUnsignedLong(session.substring(0, HEX), HEX),
                        Long.parseUnsignedLong(session.substring(HEX), HEX)));
        Map<NodeConfig, GivenKeys> heads = new LinkedHashMap<>(given);
        heads.keySet().removeIf(node -> node.self().role() != NodeRole.REPAIR_HEAD);
        List<Finding> findings = heads.values().stream()
                .map(keys -> proofs.of(keys.transport().gid(), files, keys.transport(), sample)).toList();
        List<HeapProof.Finding> inHeaps = heaps.search(heads, group, files, proofs, sample);
        return witness -> {
            proofs.tellRepairHeads(findings, inHeaps);
            if (plan.expelReceiver()) {
                NodeConfig last = files.of(NodeRole.RECEIVER).getLast();
                proofs.tellExpelled(last.self().name(), Objects.requireNonNull(given.get(last)), witness);
            }
            faults.addAll(proofs.faults());
        };
    }

    /** What is left to tell of the proofs when all programs have ended. */
    private interface Proving {
        void tell(Witness witness);
    }

    private static long number(Config said, String key) {
        return said.hasPath(key) ? said.getLong(key) : 0;
    }

    private void check(boolean condition, String otherwise) {
        if (!condition) {
            faults.add(otherwise);
        }
    }
}
