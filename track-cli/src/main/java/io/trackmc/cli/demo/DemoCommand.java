package io.trackmc.cli.demo;

import io.trackmc.cli.task.Task;
import io.trackmc.cli.task.TaskException;
import io.trackmc.cli.task.TaskRun;
import io.trackmc.cli.unit.ByteSize;
import io.trackmc.cli.unit.Probability;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code track demo}: the main job on this machine. */
@Command(
        name = "demo", sortOptions = false,
        header = "Shows everything at work on this machine.",
        description = "Shows everything at work on this machine: makes keys for a group, sends a file once over real"
                + " loopback multicast to repair heads and receivers that lose packets on purpose, checks every copy, and"
                + " tries whether any key of a repair head opens what it repaired. Leaves nothing behind.",
        footerHeading = "%nExamples:%n",
        footer = {"  track demo", "  track demo --loss 0.1 --receivers 8 --repair-heads 3 --size 100MB",
            "  track demo --expel-receiver", "  track demo --file photo.jpg", "  track demo --seed 7 --json", "",
            "Loss is thrown away at every receiver's and repair head's socket; the same seed throws away the same packets"
                    + " of the same sequence. Files go to the directory for temporary files; set another one with"
                    + " TRACK_JVM_OPTS=-Djava.io.tmpdir=DIR."})
public final class DemoCommand implements Task {

    private static final int MOST_NODES = 1000;

    @Option(
            names = "--receivers", paramLabel = "N", defaultValue = "4",
            description = "Receivers (default: ${DEFAULT-VALUE}).")
    private int receivers;

    @Option(
            names = "--repair-heads", paramLabel = "N", defaultValue = "2",
            description = "Repair heads (default: ${DEFAULT-VALUE}; 0: the sender repairs).")
    private int repairHeads;

    @Option(
            names = "--loss", paramLabel = "P", defaultValue = "0.02", converter = Probability.class,
            description = "Probability that a packet is lost, at each node anew (default: ${DEFAULT-VALUE}).")
    private double loss;

    @Option(
            names = "--size", paramLabel = "BYTES", converter = ByteSize.class,
            description = "Sends so many random bytes (default: 20MB).")
    private @Nullable Long size;

    @Option(names = "--file", paramLabel = "F", description = "Sends this file instead.")
    private @Nullable Path file;

    @Option(names = "--seed", paramLabel = "S",
            description = "Seed of content and losses (default: another each time).")
    private @Nullable Long seed;

    @Option(names = "--kill-repair-head",
            description = "Ends the first repair head in the middle, without a word; its receivers go to another parent.")
    private boolean killRepairHead;

    @Option(names = "--expel-receiver",
            description = "The authorities expel the last receiver in the middle; every key that it ever had is tried on"
                    + " later packets.")
    private boolean expelReceiver;

    @Option(names = "--processes",
            description = "Runs each node, and each authority, as a process of its own, as they would run elsewhere.")
    private boolean processes;

    @Override
    public List<String> fields() {
        return DemoReport.FIELDS;
    }

    @Override
    public void run(TaskRun run) throws Exception {
        DemoPlan plan = plan();
        if (processes) {
            new ProcessDemo(run, plan).run();
        } else {
            new DemoRun(run, plan).run();
        }
    }

    private DemoPlan plan() {
        check(receivers >= 1 && receivers <= MOST_NODES, "--receivers: found " + receivers, "1 to " + MOST_NODES);
        check(repairHeads >= 0 && repairHeads <= MOST_NODES, "--repair-heads: found " + repairHeads,
                "0 to " + MOST_NODES);
        check(!killRepairHead || repairHeads >= 1, "--kill-repair-head without a repair head",
                "--repair-heads 1 or more");
        check(!expelReceiver || (repairHeads >= 1 && receivers >= 2), "--expel-receiver with " + repairHeads
                + " repair heads and " + receivers + " receivers",
                "at least 1 and 2, so that somebody hears what it hears");
        check(loss < 1, "--loss: found " + loss, "less than 1, or nothing ever arrives");
        check(file == null || size == null, "--file and --size", "one of them");
        check(file == null || (Files.isRegularFile(file) && Files.isReadable(file)), "--file: found " + file,
                "a file that can be read");
        long chosenSeed = seed == null ? new SecureRandom().nextInt(1_000_000) : seed;
        return new DemoPlan(receivers, repairHeads, loss, size == null ? DemoPlan.DEFAULT_BYTES : size, file,
                chosenSeed, killRepairHead, expelReceiver);
    }

    private static void check(boolean condition, String found, String allowed) {
        if (!condition) {
            throw TaskException.usage(found + ", allowed: " + allowed);
        }
    }
}
