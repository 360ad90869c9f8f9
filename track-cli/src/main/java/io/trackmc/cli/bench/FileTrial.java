package io.trackmc.cli.bench;

import io.trackmc.cli.host.Hosts;
import io.trackmc.cli.process.TrackProcess;
import io.trackmc.cli.task.TaskException;
import io.trackmc.keys.controller.deploy.StaticDeployment;
import io.trackmc.keys.controller.plan.DefaultLayout;
import io.trackmc.keys.controller.plan.DeploymentPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Moves one file by one peer once, from one host to others, and compares what came. The time is what the sending program says that it took. */
final class FileTrial {

    private static final String GROUP = "239.255.73.1";
    private static final int PORT = 45_073;
    private static final String SENDER = "sender";
    private static final String AWAIT = "60s";
    private static final long LONGEST_NS = TimeUnit.MINUTES.toNanos(10);

    private final Peer peer;
    private final BenchOptions options;
    private final Path directory;
    private final List<String> receivers;

    /** @param directory an empty one, for what the programs need, say and receive */
    FileTrial(Peer peer, BenchOptions options, Path directory) {
        this.peer = peer;
        this.options = options;
        this.directory = directory;
        this.receivers = IntStream.rangeClosed(1, options.receivers()).mapToObj(i -> "receiver-" + i).toList();
    }

    /** Seconds from the first byte until all had the file and the sending program knew it. */
    double seconds(Path file) throws IOException, InterruptedException {
        List<String> names = new ArrayList<>(List.of(SENDER));
        names.addAll(receivers);
        try (Hosts hosts = Hosts.of("bench", names, options.mode().wiring())) {
            for (String receiver : receivers) {
                hosts.loseAtRandom(receiver, options.loss());
            }
            double seconds = peer == Peer.TRACK ? byTrack(hosts, file) : Uftp.move(hosts, SENDER, receivers, file,
                    directory, options.loss() > 0);
            for (String receiver : receivers) {
                if (Files.mismatch(file, directory.resolve(receiver).resolve("file")) >= 0) {
                    throw TaskException.failed(peer.text() + ": " + receiver + " has another file");
                }
            }
            return seconds;
        }
    }

    private double byTrack(Hosts hosts, Path file) throws IOException, InterruptedException {
        Path group = directory.resolve("group");
        StaticDeployment.write(group, DeploymentPlan.of("bench", GROUP, PORT, DefaultLayout.of(0, receivers.size())),
                new SecureRandom(), InstantSource.system());
        List<TrackProcess> running = new ArrayList<>();
        try {
            for (String receiver : receivers) {
                Path into = Files.createDirectory(directory.resolve(receiver));
                running.add(TrackProcess.startFull(receiver, hosts.on(receiver),
                        List.of("receiver", "--config", group.resolve(receiver + ".conf").toString(), "--interface",
                                Hosts.INTERFACE, "--output", into.resolve("file").toString(), "--once", "--json"),
                        directory));
            }
            TrackProcess sender = TrackProcess.startFull(SENDER, hosts.on(SENDER),
                    List.of("send", "--config", group.resolve(SENDER + ".conf").toString(), "--interface",
                            Hosts.INTERFACE, "--await", Integer.toString(receivers.size()), "--timeout", AWAIT,
                            "--json", file.toString()),
                    directory);
            running.add(sender);
            for (TrackProcess process : running.reversed()) {
                if (!process.endsWithin(LONGEST_NS) || process.exitCode() != 0) {
                    throw TaskException.failed("track: " + process.lastWords());
                }
            }
            return sender.report().getDouble("seconds");
        } finally {
            running.forEach(TrackProcess::close);
        }
    }
}
