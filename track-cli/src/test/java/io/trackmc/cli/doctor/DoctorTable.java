package io.trackmc.cli.doctor;

import io.trackmc.keys.transport.bundle.NodeConfig;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** All checks of the doctor on a host where everything is wrong, for the catalogue of errors. */
public final class DoctorTable {

    private static final int BUFFER = 4 << 20;
    private static final int DATAGRAM = 1408;
    private static final int PORT = 7200;
    private static final Pattern NAMES = Pattern
            .compile("Check\\s*\\.of\\(\"([a-z-]+)\"|buffer\\(\"([a-z-]+)\"|check\\(\"([a-z-]+)\"");

    private DoctorTable() {}

    /**
     * The table, as lines of Markdown.
     *
     * @param node whose authorities do not answer, and whose certificate has another key
     * @param directory where it lies
     */
    public static List<String> of(NodeConfig node, Path directory) throws IOException, InterruptedException {
        Map<String, String> rows = new LinkedHashMap<>();
        ill(node, directory).forEach(check -> rows.putIfAbsent(check.name(),
                "| `" + check.name() + "` | " + check.needed() + " | " + fix(check, directory) + " |"));
        List<String> lines = new ArrayList<>(
                List.of("", "| check | needed | what to do, for example |", "|---|---|---|"));
        lines.addAll(rows.values());
        return lines;
    }

    private static String fix(Check check, Path directory) {
        return check.ok() ? ""
                : String.valueOf(check.fix()).replace(directory + "/", "").replace(directory.toString(), "DIRECTORY");
    }

    /** Names of all checks that the sources of the doctor have. */
    public static List<String> names(Path sources) throws IOException {
        List<String> names = new ArrayList<>();
        try (Stream<Path> files = Files.list(sources)) {
            for (Path file : files.sorted().toList()) {
                NAMES.matcher(Files.readString(file)).results().forEach(found -> names.add(
                        Stream.of(1, 2, 3).map(found::group).filter(name -> name != null).findFirst().orElseThrow()));
            }
        }
        return names.stream().distinct().toList();
    }

    private static List<Check> ill(NodeConfig node, Path directory) throws IOException, InterruptedException {
        FakeHost host = new FakeHost();
        host.kernel = "4.15.0";
        host.java = 17;
        host.heap = host.memory;
        host.clock = false;
        host.link = new HostFacts.Link("eth0", 1400, false, false);
        host.routeFault = "Network is unreachable";
        host.portTaken = true;
        host.writable = false;
        host.permissions.put(directory, "rwx------");
        host.kernelFiles.putAll(Map.of("/proc/sys/net/core/rmem_max", "212992", "/proc/sys/net/core/wmem_max", "212992",
                "/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", "powersave",
                "/proc/sys/net/ipv4/conf/eth0/force_igmp_version", "2",
                "/proc/sys/net/ipv4/igmp_max_memberships", "0", "/proc/sys/net/ipv4/conf/eth0/rp_filter", "1"));
        host.now = Instant.parse("2200-01-01T00:00:00Z");
        List<Check> checks = new ArrayList<>(new HostChecks(host).all(BUFFER, BUFFER));
        checks.addAll(new NetworkChecks(host).all("eth0", List.of(new InetSocketAddress("239.255.71.1", 7100)),
                DATAGRAM, PORT));
        checks.addAll(new FileChecks(host).all(node));
        checks.addAll(AuthorityChecks.all(node));
        checks.addAll(new Answerer(node).checks(3));
        checks.add(new Hearing(node).check(3));
        checks.add(new Prober(node).send(0));
        return checks;
    }
}
