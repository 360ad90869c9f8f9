package io.trackmc.it.netns;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import io.trackmc.cli.host.Hosts;
import io.trackmc.cli.host.Wiring;
import io.trackmc.it.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Drills on a group that runs already and goes on afterwards, all of it on one host without any other network. */
@Tag("netns")
class DeploymentDrillTest {

    private static final String HOST = "site";
    private static final String TRANSPORT_CONTROLLER = "transport-controller";
    private static final String CONTENT_AUTHORITY = "content-authority";
    private static final List<String> REPAIR_HEADS = List.of("rh-1", "rh-2");
    private static final List<String> RECEIVERS = List.of("receiver-1", "receiver-2", "receiver-3", "receiver-4");
    private static final int FIRST_MANAGEMENT_PORT = 9_400;
    private static final int AUTHORITY_PORT = 7_400;
    private static final int MAX_START_SECONDS = 90;
    private static final int MAX_DRILL_SECONDS = 150;
    /** More than all drills take; the test ends it. */
    private static final int FILE_BYTES = 200_000_000;
    private static final String RATE = "3m";

    private final Map<String, TrackProgram> programs = new LinkedHashMap<>();
    private Hosts hosts;
    private Path home;

    @TempDir
    private Path directory;

    @BeforeEach
    void startDeployment() throws Exception {
        HostChecks.assumePossible();
        home = PackagedPrograms.copyTo(directory.resolve("home"));
        hosts = Hosts.of("site", List.of(HOST), Wiring.CUT);
        TrackProgram init = run("init", List.of(), "keys", "init", "--dir", deployment().toString(), "--group", "site",
                "--repair-heads", "2", "--receivers", "4", "--json");
        assertThat(init.exitCode()).as(init.story()).isZero();
        Files.writeString(directory.resolve("token"), "0123456789-of-this-test-only\n");
        Files.setPosixFilePermissions(directory.resolve("token"), PosixFilePermissions.fromString("rw-------"));
        start(TRANSPORT_CONTROLLER, authority("controller", 0));
        start(CONTENT_AUTHORITY, authority("content-authority", 1));
        assertThat(programs.get(TRANSPORT_CONTROLLER).tells("listens at", MAX_START_SECONDS)).isTrue();
        assertThat(programs.get(CONTENT_AUTHORITY).tells("listens at", MAX_START_SECONDS)).isTrue();
        for (String name : REPAIR_HEADS) {
            start(name, node(name, "repair-head"));
        }
        start("sender", node("sender", "send", "--await", "" + RECEIVERS.size(), "--rate", RATE,
                Files.write(directory.resolve("content"), new byte[FILE_BYTES]).toString()));
        for (String name : REPAIR_HEADS) {
            assertThat(programs.get(name).tells("bound to", MAX_START_SECONDS)).as(programs.get(name).story()).isTrue();
        }
        for (String name : RECEIVERS) {
            start(name, node(name, "receiver", "--output", directory.resolve(name + ".copy").toString()));
        }
        Files.writeString(siteFile(), site());
    }

    @AfterEach
    void stop() throws Exception {
        programs.values().forEach(TrackProgram::close);
        try (Stream<Path> files = Files.list(directory)) {
            for (Path pid : files.filter(file -> file.toString().endsWith(".pid")).toList()) {
                Commands.succeeds("kill", "-KILL", Files.readString(pid).strip());
            }
        }
        if (hosts != null) {
            hosts.close();
        }
    }

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void shouldHurtWhomTheFileNamesAndNobodyElse() throws Exception {
        TrackProgram kill = drill("kill-rh", 10, "{ at = 1s, kill = repair-heads, every = 3s, for = 1s }",
                ", reparented = at least 50%");
        Config report = held(kill);
        assertThat(report.getString("on")).isEqualTo("deployment");
        assertThat(report.getConfigList("simulated")).isNotEmpty();
        assertThat(report.getLong("failoverMillis.count")).isPositive();
        assertThat(page("kill-rh")).contains("Every promise was held.", "\u2190 rh-1", "<svg", "on deployment");
        assertThat(Files.readString(directory.resolve("reports/kill-rh.junit.xml"))).contains(
                "<testsuite name=\"track drill kill-rh on deployment\"", "failures=\"0\"").doesNotContain("<failure");

        held(drill("authority-down", 12,
                "{ at = 1s, kill = authorities, for = 4s }, { at = 2s, kill = rh-1, for = 1s }", ""));

        TrackProgram broken = drill("pause", 8, "{ at = 1s, pause = rh-2, for = 2s }",
                ", longest-orphaned = at most 1ms", "--anyway");
        assertThat(broken.exitCode()).isOne();
        assertThat(broken.report().getString("error")).contains("longest-orphaned").contains("deployment");
        assertThat(page("pause")).contains("A promise was broken.");

        held(drill("paths-and-clocks", 8, "{ at = 1s, lose = rh-1, share = 20%, for = 2s },"
                + " { at = 1s, delay = rh-2, time = 30ms, jitter = 5ms, for = 2s },"
                + " { at = 2s, clock-skew = authorities, offset = 3650d, for = 2s },"
                + " { at = 2s, clock-skew = receiver-4, offset = -1h, for = 2s }", ", needless-moves = at most 0"));
        assertThat(metrics("rh-1")).containsPattern("track_drops_total\\{[^}]*reason=\"injected\"[^}]*} [1-9]");

        held(drill("cut-region", 8, "{ at = 1s, partition = region of rh-2, for = 2s }",
                ", needless-moves = at most 0"));
        assertThat(metrics("rh-2")).containsPattern("track_net_send_injected_total\\S* [1-9]");

        TrackProgram dry = drill("dry", 6, "{ at = 1s, pause = rh-2, for = 700ms }", "", "--dry-run");
        assertThat(dry.exitCode()).as(dry.story()).isZero();
        assertThat(dry.report().getStringList("plan").getFirst()).contains("pause rh-2", "ends by itself");

        Config revoked = held(drill("revoke-receiver", 8, "{ at = 1s, expel = receiver-4 }",
                ", rekeys-completed = at least 2, keys-behind = at most 0, needless-moves = at most 0"));
        assertThat(revoked.getConfigList("promises")).hasSize(6);
        assertThat(programs.get("receiver-4").ends(MAX_START_SECONDS)).as("the expelled receiver ends").isTrue();

        TrackProgram tooFar = drill("kill-receiver", 6, "{ at = 1s, kill = receiver-1, for = 1s }", "");
        assertThat(tooFar.exitCode()).isEqualTo(2);
        assertThat(tooFar.story()).contains("kill-receiver hits receiver-1", "deployment.blast-radius");
    }

    private Config held(TrackProgram drill) throws IOException {
        assertThat(drill.exitCode()).as("%s%s%s", drill.story(), programs.get("sender").story(), status()).isZero();
        return drill.report();
    }

    /** How the sender sees the group, for a failure's message. */
    private String status() {
        try {
            return Commands.run(Stream.concat(hosts.on(HOST).stream(), Stream.of("curl", "-s", "-H",
                    "Authorization: Bearer 0123456789-of-this-test-only",
                    "http://127.0.0.1:" + managementPort("sender") + "/status")).toArray(String[]::new));
        } catch (IOException | InterruptedException | IllegalStateException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private String metrics(String node) throws Exception {
        return Commands.run(Stream.concat(hosts.on(HOST).stream(), Stream.of("curl", "-s", "-H",
                "Authorization: Bearer 0123456789-of-this-test-only",
                "http://127.0.0.1:" + managementPort(node) + "/metrics")).toArray(String[]::new));
    }

    private String page(String drill) throws IOException {
        return Files.readString(directory.resolve("reports").resolve(drill + ".html"));
    }

    private TrackProgram drill(String name, int seconds, String faults, String promises, String... more)
            throws Exception {
        Path file = Files.writeString(directory.resolve(name + ".conf"),
                """
            drill {
              name = %s
              purpose = "One of the drills that come with the program, shorter"
              group { receivers = 4, repair-heads = [2], backups = 2, data-loss = 2%%, messages-per-second = 300, message-bytes = 1000, seconds = %d }
              timing { heartbeat = 50ms, parent-misses = 10 }
              keys { overlap = 1s }
              faults = [ %s ]
              promises { messages-lost = at most 0, incomplete-receivers = at most 0, without-parent = at most 0 %s }
            }
            """.formatted(name, seconds, faults, promises));
        return run("drill-" + name, hosts.on(HOST), Stream.concat(Stream.of("drill", "run", file.toString(), "--json",
                "--seed", "1", "--deployment", siteFile().toString(), "--report",
                directory.resolve("reports").toString()), Stream.of(more)).toArray(String[]::new));
    }

    private TrackProgram run(String name, List<String> before, String... words) throws Exception {
        TrackProgram program = TrackProgram.start(name, home, directory, before, words);
        programs.put(name, program);
        assertThat(program.ends(MAX_DRILL_SECONDS)).as(program.story()).isTrue();
        return program;
    }

    private void start(String name, List<String> words) throws IOException {
        programs.put(name, TrackProgram.start(name, home, directory, hosts.on(HOST), words.toArray(String[]::new)));
    }

    private List<String> authority(String command, int number) {
        return List.of(command, "--json", "--config", conf(command), "-Dlisten=127.0.0.1:" + (AUTHORITY_PORT + number),
                "-Dchangeover.overlap=1s", "-Dmanagement.address=127.0.0.1:" + managementPort(
                        number == 0 ? TRANSPORT_CONTROLLER : CONTENT_AUTHORITY),
                "-Dmanagement.token-file=" + token(), "-Ddrills.longest=10s");
    }

    private List<String> node(String name, String command, String... more) {
        List<String> words = new ArrayList<>(List.of(command, "--json", "--interface", "lo", "--config", conf(name),
                "-Dmanagement.address=127.0.0.1:" + managementPort(name), "-Dmanagement.token-file=" + token(),
                "-Ddrills.longest=10s", "-Dauthorities.join=false", "-Dtree.receiver-silence=3s",
                "-Dtree.repair-head-silence=3s",
                "-Dauthorities.transport-controller=127.0.0.1:" + AUTHORITY_PORT));
        if (!name.startsWith("rh-")) {
            words.add("-Dauthorities.content-authority=127.0.0.1:" + (AUTHORITY_PORT + 1));
        }
        words.addAll(List.of(more));
        return words;
    }

    /** With a command for each that a drill may kill, which starts it as its service manager would. */
    private String site() throws IOException {
        StringBuilder nodes = new StringBuilder();
        for (String name : names()) {
            nodes.append("    ").append(name).append(" { url = \"http://127.0.0.1:").append(managementPort(name))
                    .append('"');
            if (mayBeHit().contains(name)) {
                nodes.append(", start = [\"").append(starter(name)).append("\"]");
            }
            nodes.append(" }\n");
        }
        return """
                deployment {
                  token-file = token
                  blast-radius = [%s]
                  time-limit = 60s
                  expel { keys = deployment, group = site, transport-controller = "127.0.0.1:%d", content-authority = "127.0.0.1:%d" }
                  nodes {
                %s  }
                }
                """.formatted(
                String.join(", ", Stream.concat(mayBeHit().stream(), Stream.of("receiver-3", "receiver-4")).toList()),
                AUTHORITY_PORT, AUTHORITY_PORT + 1, nodes);
    }

    private static List<String> mayBeHit() {
        return Stream.concat(REPAIR_HEADS.stream(), Stream.of(TRANSPORT_CONTROLLER, CONTENT_AUTHORITY)).toList();
    }

    private Path starter(String name) throws IOException {
        List<String> words = name.startsWith("rh-") ? node(name, "repair-head")
                : name.equals(TRANSPORT_CONTROLLER) ? authority("controller", 0) : authority("content-authority", 1);
        String command = Stream.concat(Stream.of(Repository.root().resolve("track").toString()), words.stream())
                .map(word -> "'" + word + "'").collect(Collectors.joining(" "));
        Path script = Files.writeString(directory.resolve(name + ".start"), """
                #!/bin/sh
                export TRACK_HOME='%s' JAVA_HOME='%s' TRACK_JVM_OPTS='-Xmx256m -XX:TieredStopAtLevel=1'
                setsid %s >>'%s' 2>&1 </dev/null &
                echo $! >'%s'
                """.formatted(home, System.getProperty("java.home"), command, directory.resolve(name + ".again"),
                directory.resolve(name + ".pid")));
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        return script;
    }

    private static List<String> names() {
        return Stream.of(List.of("sender"), REPAIR_HEADS, RECEIVERS, List.of(TRANSPORT_CONTROLLER, CONTENT_AUTHORITY))
                .flatMap(List::stream).toList();
    }

    private static int managementPort(String name) {
        return FIRST_MANAGEMENT_PORT + names().indexOf(name);
    }

    private Path deployment() {
        return directory.resolve("deployment");
    }

    private Path siteFile() {
        return directory.resolve("site.conf");
    }

    private String token() {
        return directory.resolve("token").toString();
    }

    private String conf(String name) {
        return deployment().resolve(name + ".conf").toString();
    }
}
