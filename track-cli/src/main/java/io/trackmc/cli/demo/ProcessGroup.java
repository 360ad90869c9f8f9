package io.trackmc.cli.demo;

import io.trackmc.cli.expulsion.AuthorityPlaces;
import io.trackmc.cli.process.ParentLog;
import io.trackmc.cli.process.SendLog;
import io.trackmc.cli.process.TrackProcess;
import io.trackmc.cli.task.TaskException;
import io.trackmc.keys.controller.deploy.DeploymentFiles;
import io.trackmc.keys.transport.bundle.NodeConfig;
import io.trackmc.keys.transport.bundle.NodeRole;
import io.trackmc.net.Addresses;
import io.trackmc.proto.protect.KeyLayer;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** All programs of a demonstration, each in a process of its own; none of them outlives this. */
final class ProcessGroup implements Closeable {

    private static final Pattern LISTENS = Pattern.compile(" listens at ([0-9.]+:\\d+),");
    private static final long LOOK_NS = 50_000_000;
    private static final long START_WITHIN_NS = 60_000_000_000L;
    private static final long STOP_WITHIN_NS = 30_000_000_000L;

    private final Path directory;
    private final Path deployment;
    private final DemoPlan plan;
    private final Map<String, TrackProcess> processes = new LinkedHashMap<>();

    ProcessGroup(Path directory, Path deployment, DemoPlan plan) {
        this.directory = directory;
        this.deployment = deployment;
        this.plan = plan;
    }

    /** Starts both authorities as daemons; returns where they are. */
    AuthorityPlaces startAuthorities() throws IOException, InterruptedException {
        startAuthority(DeploymentFiles.TRANSPORT_CONTROLLER, "controller", "controller.conf");
        startAuthority(DeploymentFiles.CONTENT_AUTHORITY, "content-authority", "content-authority.conf");
        return new AuthorityPlaces(deployment.resolve(DeploymentFiles.AUTHORITIES),
                listening(authority(KeyLayer.TRANSPORT)), listening(authority(KeyLayer.CONTENT)));
    }

    /**
     * Starts all nodes; the sender waits for the receivers, and then for what is written to it.
     *
     * @param bytesPerSecond most that the sender sends; 0 for as fast as it goes
     */
    void startNodes(DemoFiles files, AuthorityPlaces places, long bytesPerSecond) throws IOException {
        for (NodeConfig node : files.of(NodeRole.REPAIR_HEAD)) {
            start(node, places, "repair-head", "--repairs", repairs(node).toString());
        }
        for (NodeConfig node : files.of(NodeRole.RECEIVER)) {
            start(node, places, "receiver", "--once", "--output", files.copyOf(node).toString(), "--events",
                    events(node).toString());
        }
        List<String> send = new ArrayList<>(List.of("--await", Integer.toString(plan.staying()), "--status",
                status().toString()));
        if (bytesPerSecond > 0) {
            send.addAll(List.of("--rate", Long.toString(bytesPerSecond * Byte.SIZE)));
        }
        send.add("-");
        start(files.sender(), places, "send", send.toArray(String[]::new));
    }

    /** The program of a node. */
    TrackProcess of(NodeConfig node) {
        return process(node.self().name());
    }

    /** The daemon of a layer. */
    TrackProcess authority(KeyLayer layer) {
        return process(layer == KeyLayer.TRANSPORT ? DeploymentFiles.TRANSPORT_CONTROLLER
                : DeploymentFiles.CONTENT_AUTHORITY);
    }

    /** Whether a receiver has found a parent. */
    boolean isBound(NodeConfig receiver) throws IOException {
        return ParentLog.read(events(receiver)).isBound();
    }

    /** Whether a receiver has this parent now, as far as it has said. */
    boolean isChildOf(NodeConfig receiver, NodeConfig parent) throws IOException {
        return ParentLog.read(events(receiver)).hadParent(parent.self().name(), System.nanoTime());
    }

    /** Whether the sender knows that a receiver was expelled, as far as it has said: it does so each second. */
    boolean isExpelled(NodeConfig receiver) throws IOException {
        return SendLog.read(status()).expelled().contains(receiver.self().name());
    }

    /** What a repair head has repaired: a file of {@link io.trackmc.repairhead.RepairLog}. */
    Path repairs(NodeConfig repairHead) {
        return directory.resolve(repairHead.self().name() + ".repairs");
    }

    /** Has programs end by SIGTERM, all at once, and waits; returns the names of those that did not end. */
    List<String> stop(List<TrackProcess> programs) throws InterruptedException {
        programs.forEach(TrackProcess::terminate);
        return await(programs);
    }

    /** Waits until they have ended by themselves; returns the names of those that have not. */
    List<String> await(List<TrackProcess> programs) throws InterruptedException {
        long limitNs = System.nanoTime() + STOP_WITHIN_NS;
        List<String> left = new ArrayList<>();
        for (Map.Entry<String, TrackProcess> each : processes.entrySet()) {
            if (programs.contains(each.getValue()) && !each.getValue().endsWithin(limitNs - System.nanoTime())) {
                left.add(each.getKey());
            }
        }
        return left;
    }

    @Override
    public void close() {
        processes.values().forEach(TrackProcess::close);
    }

    private void startAuthority(String name, String command, String configuration) throws IOException {
        launch(name, List.of(command, "--json", "--config", deployment.resolve(configuration).toString(),
                "-Dlisten=" + DemoFiles.LOOPBACK + ":0"));
    }

    private void start(NodeConfig node, AuthorityPlaces places, String command, String... more) throws IOException {
        String name = node.self().name();
        List<String> words = new ArrayList<>(List.of(command, "--json", "--config",
                deployment.resolve(name + ".conf").toString(), "--interface", DemoFiles.LOOPBACK, "--loss",
                Double.toString(plan.loss()), "--loss-seed", Long.toString(plan.seed())));
        DemoFiles.settings(node.self().role(), places).forEach((key, value) -> words.add("-D" + key + "=" + value));
        words.addAll(List.of(more));
        launch(name, words);
    }

    private void launch(String name, List<String> words) throws IOException {
        processes.put(name, TrackProcess.start(name, List.of(), words, directory));
    }

    private static InetSocketAddress listening(TrackProcess authority) throws IOException, InterruptedException {
        long limitNs = System.nanoTime() + START_WITHIN_NS;
        while (true) {
            for (String line : authority.said()) {
                Matcher listens = LISTENS.matcher(line);
                if (listens.find()) {
                    return Addresses.parse(listens.group(1));
                }
            }
            if (authority.endsWithin(LOOK_NS) || System.nanoTime() - limitNs > 0) {
                throw TaskException.failed("an authority does not listen: " + authority.lastWords());
            }
        }
    }

    private TrackProcess process(String name) {
        return Objects.requireNonNull(processes.get(name), name);
    }

    private Path status() {
        return directory.resolve("send.status");
    }

    private Path events(NodeConfig receiver) {
        return directory.resolve(receiver.self().name() + ".events");
    }
}
