package io.trackmc.cli.role;

import io.trackmc.cli.file.FileSource;
import io.trackmc.cli.file.StreamTarget;
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
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code track send}: sends a file or standard input to all receivers and waits until they have it. */
@Command(
        name = "send", sortOptions = false,
        header = "Sends a file or standard input to all receivers.",
        description = "Sends a file or standard input once enough receivers are there, and waits until each has confirmed"
                + " it. Ends with 0 only if all of them did, but those who were expelled meanwhile.",
        footerHeading = "%nExamples:%n",
        footer = {"  track send --config d/sender.conf --await 2 movie.mkv",
            "  tar c photos | track send --config d/sender.conf --await 2 -",
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

    @Parameters(paramLabel = "FILE|-", description = "The file; - for standard input.")
    private String file;

    @Override
    public List<String> fields() {
        return SendRun.FIELDS;
    }

    @Override
    public void run(TaskRun run) throws Exception {
        if (await < 1) {
            throw TaskException.usage("--await: found " + await + ", allowed: 1 or more");
        }
        NodeConfig config = node.read(NodeRole.SENDER);
        if (rate != null) {
            config = config.withRates(rate, config.protocol().repairBytesPerSecond());
        }
        StreamRules.check("files", config.session());
        try (FileSource source = open(run);
                StateLock _ = StateLock.take(config.files().stateDirectory())) {
            new SendRun(run, config, await, timeout, node.loss(config)).send(source);
        }
    }

    private FileSource open(TaskRun run) {
        if (file.equals(StreamTarget.NAME)) {
            return FileSource.ofStream(run.console().in());
        }
        try {
            return FileSource.ofFile(Path.of(file));
        } catch (IOException e) {
            throw TaskException.usage(Fault.text(e), e);
        }
    }
}
