package io.trackmc.cli.doctor;

import io.trackmc.cli.capture.GroupListener;
import io.trackmc.cli.task.Task;
import io.trackmc.cli.task.TaskException;
import io.trackmc.cli.task.TaskRun;
import io.trackmc.keys.transport.bundle.NodeConfig;
import io.trackmc.net.SocketConfig;
import io.trackmc.repairhead.SettingsOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code track doctor}: what a host and a configuration have and need, and how to mend it. Changes nothing. */
@Command(
        name = "doctor", sortOptions = false,
        header = "Checks a host and a configuration, and says what to change.",
        description = {
            "Looks at the host, and with --config at what that node needs of it: interface, MTU, routes, files,"
                    + " certificate, authorities. Changes nothing. Ends with 1 when something is not as it needs to be.",
            "With --seconds it listens to the node's groups and says who is heard; nothing is sent.",
            "With --answer it listens for what --probe, on another host, sends to the group: whether multicast gets through, with which TTL"
                    + " and up to which length."},
        footerHeading = "%nExamples:%n",
        footer = {"  track doctor", "  track doctor --config d/rh-1.conf --interface eth0",
            "  track doctor --config d/receiver-1.conf --seconds 3",
            "  track doctor --config d/receiver-1.conf --answer --seconds 30    # and meanwhile, on the sender's host:",
            "  track doctor --config d/sender.conf --probe --seconds 5"})
public final class DoctorCommand implements Task {

    @Option(names = "--config", paramLabel = "F", description = "Configuration of a node, HOCON.")
    private @Nullable Path config;

    @Mixin
    private SettingsOptions settings;

    @Option(
            names = "--seconds", paramLabel = "N", defaultValue = "0",
            description = "How long to listen for other nodes (default: ${DEFAULT-VALUE}, not at all).")
    private long seconds;

    @Option(names = "--probe", description = "Sends up to 20 marked datagrams a second to the data channel.")
    private boolean probe;

    @Option(names = "--answer", description = "Listens for those of other hosts.")
    private boolean answer;

    private final HostFacts host = new LinuxFacts();

    @Override
    public List<String> fields() {
        return List.of("checks");
    }

    @Override
    public void run(TaskRun run) throws Exception {
        if (config == null && (seconds > 0 || settings.networkInterface() != null)) {
            throw TaskException.usage("--seconds and --interface need --config, which says what the groups are");
        }
        if ((probe || answer) && (seconds < 1 || probe == answer)) {
            throw TaskException.usage("--probe and --answer: one of them, with --config and --seconds N");
        }
        List<Check> checks = config == null
                ? new HostChecks(host).all(SocketConfig.DEFAULT_BUFFER_BYTES, SocketConfig.DEFAULT_BUFFER_BYTES)
                : ofNode(settings.read(config));
        run.set("checks", checks.stream().map(Check::toMap).toList());
        checks.forEach(check -> print(run, check));
        long failed = checks.stream().filter(check -> !check.ok()).count();
        if (failed > 0) {
            throw TaskException.failed(failed + " of " + checks.size() + " checks found something to change");
        }
    }

    private List<Check> ofNode(NodeConfig node) throws Exception {
        NodeConfig.Net net = node.net();
        String wanted = net.networkInterface();
        List<Check> checks = new ArrayList<>(
                new HostChecks(host).all(net.receiveBufferBytes(), net.sendBufferBytes()));
        List<Check> network = new NetworkChecks(host).all(wanted, GroupListener.groupsOf(node),
                node.protocol().datagramBytes(), net.unicastPort());
        checks.addAll(network);
        checks.addAll(new FileChecks(host).all(node));
        checks.addAll(AuthorityChecks.all(node));
        if (seconds > 0 && network.size() > 1) {
            checks.addAll(heard(node, wanted));
        }
        return checks;
    }

    private List<Check> heard(NodeConfig node, String wanted) throws Exception {
        if (answer) {
            return new Answerer(node).listen(seconds);
        }
        return List.of(probe ? new Prober(node).send(seconds) : new Hearing(node).listen(wanted, seconds));
    }

    private static void print(TaskRun run, Check check) {
        run.people().printf("%-5s %-20s %s%n", check.ok() ? "ok" : "BAD", check.name(), check.found());
        if (!check.ok()) {
            run.people().printf("      needed: %s%n      fix:    %s%n", check.needed(), check.fix());
        }
    }
}
