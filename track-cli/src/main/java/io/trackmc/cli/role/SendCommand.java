package io.trackmc.cli.role;

import io.trackmc.cli.file.FileSource;
import io.trackmc.cli.file.StreamTarget;
import io.trackmc.cli.fileset.SetScan;
import io.trackmc.cli.task.Fault;
import io.trackmc.cli.task.Task;
import io.trackmc.cli.task.TaskException;
import io.trackmc.cli.task.TaskRun;
import io.trackmc.cli.unit.DataRate;
import io.trackmc.cli.unit.TimeSpan;
import io.trackmc.keys.transport.bundle.NodeConfig;
import io.trackmc.keys.transport.bundle.NodeRole;
import io.trackmc.keys.transport.incarnation.StateLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code track send}: sends files, directories or standard input to all receivers and waits until they have them. */
@Command(
        name = "send", sortOptions = false,
        header = "Sends files, directories or standard input to all receivers.",
        description = "Sends a file, standard input, or a set of files and directories once enough receivers are there, and waits"
                + " until each has confirmed that all of it is on its disk. Ends with 0 only if all of them did, but those who were"
                + " expelled meanwhile. A directory, several paths, and everything with --passes or --resumable goes as a set: its"
                + " files are read first and announced by their SHA-256, so that a receiver takes no file again that it has, and goes"
                + " on where it was when it is started again.",
        footerHeading = "%nExamples:%n",
        footer = {"  track send --config d/sender.conf --await 2 movie.mkv",
            "  tar c photos | track send --config d/sender.conf --await 2 -",
            "  track send --config d/sender.conf --await 2 --passes 3 --status status.jsonl release/",
            "  track send --config d/sender.conf --dry-run release/",
            "  track send --config d/sender.conf --interface 127.0.0.1 --rate 200m big.iso"})
public final class SendCommand implements Task {

    @Mixin
    private NodeOptions node;

    @Option(
            names = "--await", paramLabel = "N", defaultValue = "1",
            description = "Receivers to wait for before it begins (default: ${DEFAULT-VALUE}).")
    private int await;

    @Option(
            names = "--timeout", paramLabel = "T", defaultValue = "60s", converter = TimeSpan.class,
            description = "Gives up when the receivers are not there after this time, or when nothing moves for so long"
                    + " later (default: ${DEFAULT-VALUE}; 0s: never).")
    private Duration timeout;

    @Option(
            names = "--rate", paramLabel = "R", converter = DataRate.class,
            description = "Most bits per second of new data, such as 200m. Comes before rate.data.")
    private @Nullable Long rate;

    @Option(
            names = "--passes", paramLabel = "N", defaultValue = "1",
            description = "Sends it up to N times, as long as a receiver that is there lacks something; waits up to --timeout for"
                    + " receivers that are gone to come back (default: ${DEFAULT-VALUE}).")
    private int passes;

    @Option(names = "--resumable", description = "Sends a single file as a set too.")
    private boolean resumable;

    @Option(names = "--skip-special",
            description = "Leaves out symbolic links, devices, pipes, sockets and names that receivers refuse, and names them. Else"
                    + " nothing is sent when there are any.")
    private boolean skipSpecial;

    @Option(names = "--dry-run",
            description = "Tells names and sizes of what would be sent, and what cannot be, and sends nothing. No file is read, and no"
                    + " receiver is asked.")
    private boolean dryRun;

    @Option(names = "--status", paramLabel = "FILE|-",
            description = "Writes a line of JSON each second: how far it is, how fast, and who is slowest; - for standard output.")
    private @Nullable String status;

    @Parameters(paramLabel = "FILE|-", arity = "1..*",
            description = "A file, directories, several of both; - for standard input.")
    private List<String> paths;

    @Override
    public List<String> fields() {
        return SendRun.FIELDS;
    }

    @Override
    public void run(TaskRun run) throws Exception {
        if (await < 1) {
            throw TaskException.usage("--await: found " + await + ", allowed: 1 or more");
        }
        if (passes < 1) {
            throw TaskException.usage("--passes: found " + passes + ", allowed: 1 or more");
        }
        if (run.json() && SendStatus.STANDARD_OUTPUT.equals(status)) {
            throw TaskException.usage("--status - and --json both want standard output");
        }
        NodeConfig config = node.read(NodeRole.SENDER);
        if (rate != null) {
            config = config.withRates(rate, config.protocol().repairBytesPerSecond());
        }
        StreamRules.check("files", config.session());
        if (dryRun) {
            preview(run);
            return;
        }
        try (StateLock _ = StateLock.take(config.files().stateDirectory());
                SendStatus lines = SendStatus.open(status, run.console().out(), System.nanoTime());
                SendSource source = open(run)) {
            new SendRun(run, config, await, timeout, node.loss(config), source, lines).send();
        }
    }

    private SendSource open(TaskRun run) {
        if (paths.contains(StreamTarget.NAME)) {
            if (paths.size() > 1 || passes > 1 || resumable) {
                throw TaskException.usage("standard input goes alone and once, without --passes and --resumable");
            }
            return SendSource.of(FileSource.ofStream(run.console().in()));
        }
        try {
            return isSet() ? SendSource.ofSet(run, scan(), skipSpecial, passes)
                    : SendSource.of(FileSource.ofFile(Path.of(paths.getFirst())));
        } catch (IOException e) {
            throw TaskException.usage(Fault.text(e), e);
        }
    }

    private void preview(TaskRun run) {
        if (paths.contains(StreamTarget.NAME)) {
            throw TaskException.usage("--dry-run tells names and sizes, and standard input has none");
        }
        try {
            if (isSet()) {
                SendPreview.ofSet(run, scan(), skipSpecial);
            } else {
                SendPreview.ofFile(run, Path.of(paths.getFirst()));
            }
        } catch (IOException e) {
            throw TaskException.usage(Fault.text(e), e);
        }
    }

    private boolean isSet() {
        return paths.size() > 1 || passes > 1 || resumable || Files.isDirectory(Path.of(paths.getFirst()));
    }

    private SetScan scan() throws IOException {
        return SetScan.of(paths.stream().map(Path::of).toList());
    }
}
