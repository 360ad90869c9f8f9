package io.trackmc.cli.role;

import io.trackmc.cli.file.DiskTarget;
import io.trackmc.cli.file.FileTarget;
import io.trackmc.cli.file.StreamTarget;
import io.trackmc.cli.fileset.Existing;
import io.trackmc.cli.fileset.Preserve;
import io.trackmc.cli.fileset.SetSessions;
import io.trackmc.cli.task.Fault;
import io.trackmc.cli.task.Task;
import io.trackmc.cli.task.TaskException;
import io.trackmc.cli.task.TaskRun;
import io.trackmc.cli.unit.TimeSpan;
import io.trackmc.keys.transport.bundle.NodeConfig;
import io.trackmc.keys.transport.bundle.NodeRole;
import io.trackmc.keys.transport.incarnation.StateLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code track receiver}: receives files. */
@Command(
        name = "receiver", sortOptions = false,
        header = "Receives files and directories.",
        description = "Receives what track send sends, a file or a set of files and directories in each session. A file grows"
                + " under a temporary name and gets its own only when it is whole, verified and on the disk; the sender is told only"
                + " when all of the session is. What is missing of a set when the session or this program ends is kept in"
                + " .track-part in the directory, and taken up by the next session with the same files. Without --once it goes on"
                + " with the next session, also after one that failed, until it is interrupted.",
        footerHeading = "%nExamples:%n",
        footer = {"  track receiver --config d/receiver-1.conf --once",
            "  track receiver --config d/receiver-1.conf --once --output movie.mkv",
            "  track receiver --config d/receiver-1.conf --output inbox/",
            "  track receiver --config d/receiver-1.conf --output /srv/release --existing replace",
            "  track receiver --config d/receiver-1.conf --once --output - | tar x"})
public final class ReceiverCommand implements Task {

    @Mixin
    private NodeOptions node;

    @Option(
            names = "--output", paramLabel = "FILE|DIR|-",
            description = {
                "FILE: always this file, which is replaced when it is there; a device, a pipe or a symbolic link is refused.",
                "DIR: the name that the sender gives, in this directory; made harmless (no directories, not hidden), and"
                        + " with a number behind it when a file of that name is there already. A set keeps its names and"
                        + " directories below it; see --existing.",
                "-: standard output, before it is verified: look at the exit code.",
                "Default: the current directory."})
    private @Nullable String output;

    @Option(
            names = "--existing", paramLabel = "WHAT", defaultValue = "refuse", converter = Existing.Converter.class,
            description = "Of a set: what becomes of a file that is there with other content: refuse, it stays, and the one that comes"
                    + " fails; replace (default: ${DEFAULT-VALUE}). One with the same content is kept and not written again.")
    private Existing existing;

    @Option(
            names = "--preserve", paramLabel = "WHAT", defaultValue = "safe", converter = Preserve.Converter.class,
            description = "Of a set: what is kept of the sender's permission bits and times: none; safe, times, and no bits that a file made here"
                    + " would not have; all (default: ${DEFAULT-VALUE}).")
    private Preserve preserve;

    @Option(names = "--once", description = "Ends with the first session.")
    private boolean once;

    @Option(
            names = "--timeout", paramLabel = "T", defaultValue = "60s", converter = TimeSpan.class,
            description = "Once a session has begun: gives up when nothing has come from the sender for so long"
                    + " (default: ${DEFAULT-VALUE}; 0s: never).")
    private Duration timeout;

    @Option(names = "--events", paramLabel = "FILE",
            description = "Writes a line of JSON to FILE whenever a parent is bound, lost, or has first served after a fail-over,"
                    + " with the machine's monotonic time.")
    private @Nullable Path events;

    @Override
    public List<String> fields() {
        return ReceiverRun.FIELDS;
    }

    @Override
    public void run(TaskRun run) throws Exception {
        FileTarget target = target(run);
        NodeConfig config = node.read(NodeRole.RECEIVER);
        try (StateLock _ = StateLock.take(config.files().stateDirectory());
                ParentLogWriter log = ParentLogWriter.open(config::nameOf, events)) {
            new ReceiverRun(run, config, once, timeout, log, node.loss(config)).receive(target, this::sets);
        }
    }

    private SetSessions sets(Consumer<String> lines) {
        if (StreamTarget.NAME.equals(output)) {
            return SetSessions.refused();
        }
        Path place = Path.of(output == null ? "" : output);
        return isDirectory() ? SetSessions.below(place.toAbsolutePath(), existing, preserve, lines)
                : SetSessions.to(place, preserve, lines);
    }

    private boolean isDirectory() {
        return output == null || output.endsWith("/") || Files.isDirectory(Path.of(output));
    }

    private FileTarget target(TaskRun run) {
        if (StreamTarget.NAME.equals(output)) {
            if (run.json()) {
                throw TaskException.usage("--output - and --json both want standard output");
            }
            return new StreamTarget(run.console().out());
        }
        try {
            Path place = Path.of(output == null ? "" : output);
            return isDirectory() ? DiskTarget.in(place) : DiskTarget.file(place);
        } catch (IOException e) {
            throw TaskException.usage("--output: " + Fault.text(e), e);
        }
    }
}
