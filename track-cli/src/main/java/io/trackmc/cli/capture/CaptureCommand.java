package io.trackmc.cli.capture;

import io.trackmc.cli.console.ProgressLine;
import io.trackmc.cli.task.Fault;
import io.trackmc.cli.task.Task;
import io.trackmc.cli.task.TaskException;
import io.trackmc.cli.task.TaskRun;
import io.trackmc.cli.unit.ByteSize;
import io.trackmc.cli.unit.TimeSpan;
import io.trackmc.keys.transport.bundle.NodeConfig;
import io.trackmc.net.Addresses;
import io.trackmc.net.InterfaceChoice;
import io.trackmc.net.capture.PcapNgFile;
import io.trackmc.repairhead.SettingsOptions;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code track capture}: writes what a node's groups carry to a file for Wireshark. */
@Command(
        name = "capture", sortOptions = false,
        header = "Writes the multicasts that a node hears to a file for Wireshark.",
        description = {
            "Joins the groups of a node (data channel, its own region, its parents' regions) as one more listener and"
                    + " writes what comes to a pcapng file. It needs no keys and no privilege, and content stays sealed.",
            "What goes by unicast (Track, Nack, Bind*, repairs to one child) is not in it: as root on the node's host,"
                    + " tcpdump -i IF -w F udp has that too."},
        footerHeading = "%nExamples:%n",
        footer = {"  track capture --config d/rh-1.conf --output rh-1.pcapng --seconds 10",
            "  track capture --config d/rh-1.conf --interface eth0 --output rh-1.pcapng --headers-only",
            "  tshark -X lua_script:ops/wireshark/track.lua -r rh-1.pcapng"})
public final class CaptureCommand implements Task {

    private static final long POLL_MS = 100;
    private static final double NS_PER_SECOND = 1e9;

    @Option(names = "--config", required = true, paramLabel = "F", description = "Configuration of the node, HOCON.")
    private Path config;

    @Mixin
    private SettingsOptions settings;

    @Option(names = "--output", required = true, paramLabel = "F", description = "The file to make; must not exist.")
    private Path output;

    @Option(
            names = "--seconds", paramLabel = "N",
            description = "Ends after this time (default: at Ctrl-C, or at a limit).")
    private @Nullable Long seconds;

    @Option(names = "--packets", paramLabel = "N", description = "Ends after so many packets.")
    private long packets = Long.MAX_VALUE;

    @Option(
            names = "--max-size", paramLabel = "B", defaultValue = "64MiB", converter = ByteSize.class,
            description = "Ends before the file is longer than this (default: ${DEFAULT-VALUE}).")
    private long maxSize;

    @Option(
            names = "--headers-only",
            description = "Cuts packets behind OUTER and the header of INNER; their lengths are kept.")
    private boolean headersOnly;

    @Override
    public List<String> fields() {
        return List.of("packets", "bytes", "file", "dropped", "types", "seconds");
    }

    @Override
    public void run(TaskRun run) throws Exception {
        if (packets < 1) {
            throw TaskException.usage("--packets: found " + packets + ", allowed: 1 or more");
        }
        if (seconds != null && seconds < 1) {
            throw TaskException.usage("--seconds: found " + seconds + ", allowed: 1 or more");
        }
        NodeConfig node = settings.read(config);
        Set<InetSocketAddress> groups = GroupListener.groupsOf(node);
        InterfaceChoice nif = InterfaceChoice.find(node.net().networkInterface(),
                node.data().getAddress() instanceof Inet4Address);
        String heard = groups.stream().map(Addresses::format).collect(Collectors.joining(", "));
        try (GroupListener listener = GroupListener.open(nif, node);
                PcapNgFile file = make(nif.name(), heard)) {
            run.console().err().println("listening to " + heard + " on " + nif.name()
                    + "; unicast is not seen");
            capture(run, listener, file);
        }
    }

    private PcapNgFile make(String name, String heard) {
        try {
            return new PcapNgFile(output, name,
                    "multicasts to " + heard + "; IP headers are made up but for addresses and lengths");
        } catch (IOException e) {
            throw TaskException.usage(Fault.text(e), e);
        }
    }

    private void capture(TaskRun run, GroupListener listener, PcapNgFile file) throws Exception {
        long startNs = System.nanoTime();
        InstantSource clock = Clock.systemUTC();
        Capture capture = new Capture(file, clock, packets, maxSize, headersOnly);
        ProgressLine progress = new ProgressLine(run.console().err(), run.console().errTerminal(), startNs);
        try {
            while (!capture.isFull() && !isOver(startNs)) {
                listener.poll(POLL_MS, capture);
                progress.show(System.nanoTime(), capture.packets() + " packets, " + ByteSize.text(file.size()));
            }
            file.writeStatistics(clock.instant(), listener.dropped());
        } catch (InterruptedException e) {
            file.writeStatistics(clock.instant(), listener.dropped());
            throw e;
        } catch (IOException e) {
            throw TaskException.failed(output + ": " + Fault.text(e) + "; what it has is whole", e);
        } finally {
            progress.clear();
            report(run, capture, file, listener.dropped(), (System.nanoTime() - startNs) / NS_PER_SECOND);
        }
    }

    private boolean isOver(long startNs) {
        return seconds != null && System.nanoTime() - startNs >= Duration.ofSeconds(seconds).toNanos();
    }

    private void report(TaskRun run, Capture capture, PcapNgFile file, long dropped, double took) {
        run.set("packets", capture.packets()).set("bytes", file.size()).set("file", output.toString())
                .set("dropped", dropped).set("types", capture.types()).set("seconds", took);
        run.people().printf("%s: %d packets, %s in %s; %d dropped by the kernel%n", output, capture.packets(),
                ByteSize.text(file.size()), TimeSpan.text(took), dropped);
        capture.types().forEach((type, count) -> run.people().printf("  %-16s %d%n", type, count));
    }
}
