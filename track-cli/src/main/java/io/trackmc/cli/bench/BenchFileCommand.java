package io.trackmc.cli.bench;

import static io.trackmc.cli.bench.BenchOptions.check;

import io.trackmc.cli.process.SystemCommand;
import io.trackmc.cli.process.TrackProcess;
import io.trackmc.cli.task.Task;
import io.trackmc.cli.task.TaskException;
import io.trackmc.cli.task.TaskRun;
import io.trackmc.cli.unit.ByteSize;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code track bench file}: how fast a file reaches all receivers. */
@Command(name = "file", sortOptions = false,
        header = "How fast a file reaches all receivers, beside UFTP.",
        description = "By track send and track receiver, and by uftp and uftpd. Needs uftp (Debian: uftp) for that.",
        footerHeading = "%nExamples:%n",
        footer = {"  track bench file --receivers 3 --mode wire",
            "  track bench file --receivers 3 --mode wire --loss 0.01"})
public final class BenchFileCommand implements Task {

    private static final List<Peer> PEERS = List.of(Peer.TRACK, Peer.UFTP);
    private static final long MOST_BYTES = 1L << 31;

    @Mixin
    private BenchOptions common;

    @Option(names = "--size", paramLabel = "BYTES", converter = ByteSize.class, defaultValue = "256MB",
            description = "Bytes of the file (default: ${DEFAULT-VALUE}).")
    private long bytes;

    @Override
    public List<String> fields() {
        return Bench.FIELDS;
    }

    @Override
    public void run(TaskRun run) throws Exception {
        common.check();
        check(bytes >= 1 && bytes < MOST_BYTES, "--size", bytes, "1 to " + (MOST_BYTES - 1));
        List<Peer> peers = common.peers(PEERS);
        if (peers.contains(Peer.UFTP) && !SystemCommand.isThere("uftp")) {
            throw TaskException.usage("bench file needs uftp (Debian: uftp), or --peers track");
        }
        TrackProcess.requirePossible("bench file");
        new FileBench(run, common, bytes).measure(peers);
    }
}
