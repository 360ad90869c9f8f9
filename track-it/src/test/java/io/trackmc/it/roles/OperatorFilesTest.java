package io.trackmc.it.roles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.trackmc.it.Repository;
import io.trackmc.keys.controller.authority.Authority;
import io.trackmc.keys.controller.authority.AuthoritySettings;
import io.trackmc.keys.controller.plan.DefaultLayout;
import io.trackmc.keys.transport.bundle.NodeConfig;
import io.trackmc.proto.protect.KeyLayer;
import io.trackmc.repairhead.RepairHead;
import io.trackmc.sender.Publisher;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The dashboard and the alerts ask for metrics that nodes have, and promtool, where it is installed, finds no fault with either. */
class OperatorFilesTest {

    private static final Path OPS = Repository.root().resolve("ops");
    private static final Path ALERTS = OPS.resolve("prometheus/track-alerts.yml");
    private static final Path DASHBOARD = OPS.resolve("grafana/track-dashboard.json");
    private static final Pattern EXPRESSION = Pattern.compile("^ *\"?expr\"?: (.*)$", Pattern.MULTILINE);
    private static final Pattern METRIC = Pattern.compile("\\btrack_[a-z_]+");
    /** In running text, where a name may be part of that of a file. */
    private static final Pattern SPOKEN_OF = Pattern.compile("(?<![/\\w])track_[a-z_]+");
    private static final String PROMTOOL = "promtool";
    private static final Set<String> ELSEWHERE = Set.of("track_session_up", "track_tenant_children",
            "track_tenant_max_children", "track_tenant_memory_bytes", "track_tenant_max_memory_bytes",
            "track_tenant_max_bytes_per_second", "track_receipts_lag_packets", "track_receipts_written_total",
            "track_receipts_failed_total");

    @TempDir
    Path directory;

    @Test
    void shouldAskForNothingThatNodesDoNotTell() throws IOException {
        Set<String> known = new TreeSet<>();
        metrics().values().forEach(text -> known.addAll(Scrape.names(text)));
        assertThat(known).contains("track_authority_refusals_total", "track_gap_repair_seconds_bucket");
        for (Path file : new Path[] {ALERTS, DASHBOARD}) {
            assertThat(asked(file)).as(file.toString()).hasSizeGreaterThan(10).isSubsetOf(known);
        }
    }

    /** But for those of appliances and of receipts, which these nodes do not have; a name that ends with an underscore stands for all that begin so. */
    @Test
    void shouldBeWhatTheDocumentsSpeakOf() throws IOException {
        Set<String> known = new TreeSet<>(ELSEWHERE);
        metrics().values().forEach(text -> known.addAll(Scrape.names(text)));
        known.addAll(known.stream().map(name -> name.replaceFirst("_(bucket|count|sum)$", "")).toList());
        try (Stream<Path> documents = Files.list(Repository.root().resolve("docs"))) {
            for (Path document : documents.filter(file -> file.toString().endsWith(".md")).toList()) {
                assertThat(SPOKEN_OF.matcher(Files.readString(document)).results().map(MatchResult::group).distinct())
                        .as(document.getFileName().toString())
                        .allMatch(name -> known.contains(name)
                                || (name.endsWith("_") && known.stream().anyMatch(each -> each.startsWith(name))));
            }
        }
    }

    @Test
    void shouldPassPromtool() throws Exception {
        assumeTrue(isInstalled(), "promtool (Debian package prometheus) is not installed");
        promtool(null, "check", "rules", ALERTS.toString());
        for (Map.Entry<String, String> node : metrics().entrySet()) {
            Path text = Files.writeString(directory.resolve(node.getKey() + ".prom"), node.getValue());
            promtool(text, "check", "metrics");
        }
    }

    private static Set<String> asked(Path file) throws IOException {
        Set<String> names = new TreeSet<>();
        for (MatchResult expression : EXPRESSION.matcher(Files.readString(file)).results().toList()) {
            METRIC.matcher(expression.group(1)).results().forEach(name -> names.add(name.group()));
        }
        return names;
    }

    /** What each role tells when it has a parent and children. */
    private Map<String, String> metrics() throws IOException {
        try (Group group = Group.of(directory.resolve("group"), DefaultLayout.of(1, 1))
                .with("management.address", "127.0.0.1:0")) {
            Publisher sender = group.sender();
            RepairHead repairHead = group.repairHead("rh-1");
            Application receiver = group.application("receiver-1");
            Await.future(sender.receiversBound(1));
            Map<String, String> metrics = new LinkedHashMap<>();
            metrics.put("sender", Scrape.metrics(sender.managementAddress()));
            metrics.put("repair-head", Scrape.metrics(repairHead.managementAddress()));
            metrics.put("receiver", Scrape.metrics(receiver.subscription.managementAddress()));
            metrics.put("authority", ofAuthority(group.directory()));
            return metrics;
        }
    }

    private static String ofAuthority(Path deployment) throws IOException {
        InetSocketAddress any = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
        AuthoritySettings settings = AuthoritySettings.of(KeyLayer.TRANSPORT, deployment, any)
                .withManagement(new NodeConfig.Management(any, null, null, null, List.of(), 0));
        try (Authority authority = Authority.open(settings, _ -> {})) {
            return Scrape.metrics(authority.managementAddress());
        }
    }

    /** It is content only when it says nothing: what it would have otherwise comes with exit code 3. */
    private static void promtool(Path input, String... arguments) throws Exception {
        String[] command = new String[arguments.length + 1];
        command[0] = PROMTOOL;
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        if (input != null) {
            builder.redirectInput(input.toFile());
        }
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("%s: %s", String.join(" ", command), said).isZero();
    }

    private static boolean isInstalled() {
        for (String place : String.valueOf(System.getenv("PATH")).split(File.pathSeparator, -1)) {
            if (Files.isExecutable(Path.of(place, PROMTOOL))) {
                return true;
            }
        }
        return false;
    }
}
