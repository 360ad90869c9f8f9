package io.trackmc.it.netns;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import io.trackmc.cli.host.Hosts;
import io.trackmc.cli.host.Wiring;
import io.trackmc.keys.controller.deploy.AuthorityDirectory;
import io.trackmc.keys.controller.pki.KeyPair;
import io.trackmc.keys.transport.identity.RoleOid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Faults that operators meet, each planted on a small deployment, and the one command that names it. */
@Tag("netns")
class DoctorNamesFaultsTest {

    private static final String HEALTHY = "receiver-1";
    private static final String HURT = "receiver-2";
    private static final List<String> HOSTS = List.of("sender", "rh-1", HEALTHY, HURT);
    private static final String TREE = """
            nodes {
              rh-1 { role = repair-head, parent = sender }
              receiver-1 { parent = rh-1 }
              receiver-2 { parent = rh-1 }
            }
            """;
    private static final int NARROW_MTU_BYTES = 1_000;
    private static final int PROBE_SECONDS = 12;
    private static final int MAX_COMMAND_SECONDS = 60;
    private static final int MAX_START_SECONDS = 60;
    private static final Duration LONG_AGO = Duration.ofDays(1_000);
    private static final double LOSS = 0.05;
    private static final int FILE_BYTES = 20_000_000;
    private static final String RATE = "4m";
    private static final int MAX_LOOKS = 40;

    /** Hosts share the processors of one machine with the build. */
    private static final List<String> PATIENCE = List.of("-Dtree.parent-misses=300", "-Dtree.receiver-silence=60s",
            "-Dtree.repair-head-silence=60s");

    private final List<TrackProgram> programs = new ArrayList<>();

    @TempDir
    private Path directory;
    private Path home;

    @BeforeEach
    void prepare() throws Exception {
        HostChecks.assumePossible();
        home = PackagedPrograms.copyTo(directory.resolve("home"));
        Path tree = Files.writeString(directory.resolve("tree.conf"), TREE);
        assertThat(ended(start("init", List.of(), "keys", "init", "--dir", deployment().toString(), "--group", "faults",
                "--tree", tree.toString())).exitCode()).isZero();
    }

    @Test
    @Timeout(value = 3, unit = TimeUnit.MINUTES)
    void shouldNameAnInterfaceWithTooSmallAnMtu() throws Exception {
        try (Hosts hosts = hosts()) {
            Commands.run(on(hosts, HURT, "ip", "link", "set", Hosts.INTERFACE, "mtu", "" + NARROW_MTU_BYTES));

            Config mtu = check(doctor(hosts, HURT), "mtu");

            assertThat(mtu.getBoolean("ok")).isFalse();
            assertThat(mtu.getString("found")).contains("MTU " + NARROW_MTU_BYTES).contains(Hosts.INTERFACE);
            assertThat(mtu.getString("fix")).startsWith("ip link set " + Hosts.INTERFACE + " mtu ")
                    .contains("net.datagram-bytes = " + (NARROW_MTU_BYTES - 28));
            assertThat(check(doctor(hosts, HEALTHY), "mtu").getBoolean("ok")).isTrue();
        } finally {
            programs.forEach(TrackProgram::close);
        }
    }

    @Test
    @Timeout(value = 3, unit = TimeUnit.MINUTES)
    void shouldNameASmallerMtuOnTheWay() throws Exception {
        try (Hosts hosts = hosts()) {
            String port = "port" + (1 + HOSTS.indexOf(HURT));
            Commands.run(on(hosts, "switch", "ip", "link", "set", port, "mtu", "" + NARROW_MTU_BYTES));
            String seconds = Integer.toString(PROBE_SECONDS);
            TrackProgram hurt = startDoctor(hosts, HURT, "--answer", "--seconds", seconds);
            TrackProgram healthy = startDoctor(hosts, HEALTHY, "--answer", "--seconds", seconds);
            TrackProgram probe = startDoctor(hosts, "sender", "--probe", "--seconds", seconds);

            Config answer = check(ended(hurt), "multicast-answer");

            assertThat(answer.getBoolean("ok")).as("%s", answer).isFalse();
            assertThat(answer.getString("found")).contains(hosts.address("sender"));
            assertThat(answer.getString("fix")).contains("smaller MTU");
            assertThat(check(ended(healthy), "multicast-answer").getBoolean("ok")).isTrue();
            assertThat(check(ended(probe), "multicast-probe").getBoolean("ok")).isTrue();
        } finally {
            programs.forEach(TrackProgram::close);
        }
    }

    @Test
    @Timeout(value = 3, unit = TimeUnit.MINUTES)
    void shouldNameACertificateThatHasExpired() throws Exception {
        try (Hosts hosts = hosts()) {
            Path key = deployment().resolve(HURT).resolve("key.pem");
            AuthorityDirectory authorities = AuthorityDirectory.of(deployment());
            SecureRandom random = new SecureRandom();
            byte[] expired = authorities.ca(AuthorityDirectory.layerOf(RoleOid.RECEIVER), _ -> {}, random)
                    .issuePem(HURT, RoleOid.RECEIVER, KeyPair.read(key.toString(), Files.readAllBytes(key)),
                            Instant.now().minus(LONG_AGO));
            Files.write(deployment().resolve(HURT).resolve("certificate.pem"), expired);

            Config certificate = check(doctor(hosts, HURT), "certificate");

            assertThat(certificate.getBoolean("ok")).isFalse();
            assertThat(certificate.getString("found")).contains("certificate.pem: valid from ");
            assertThat(certificate.getString("fix")).contains("track keys issue");
            assertThat(check(doctor(hosts, HEALTHY), "certificate").getBoolean("ok")).isTrue();
        } finally {
            programs.forEach(TrackProgram::close);
        }
    }

    @Test
    @Timeout(value = 4, unit = TimeUnit.MINUTES)
    void shouldNameTheChildBehindALossyLink() throws Exception {
        Path file = Files.write(directory.resolve("content"), new byte[FILE_BYTES]);
        try (Hosts hosts = hosts()) {
            hosts.loseAtRandom(HURT, LOSS);
            TrackProgram repairHead = node(hosts, "rh-1", "repair-head", "-Dmanagement.address=127.0.0.1:9464");
            node(hosts, "sender", "send", "--await", "2", "--rate", RATE, file.toString());
            assertThat(repairHead.tells("bound to", MAX_START_SECONDS)).as(repairHead.story()).isTrue();
            for (String receiver : List.of(HEALTHY, HURT)) {
                node(hosts, receiver, "receiver", "--output", directory.resolve(receiver + ".copy").toString());
            }

            List<? extends Config> children = childrenOnceSomebodyLost(hosts);

            assertThat(children.getFirst().getString("name")).as("the worst").isEqualTo(HURT);
            assertThat(children.getLast().getString("name")).isEqualTo(HEALTHY);
            assertThat(children.getLast().getLong("packetsAsked")).isZero();
        } finally {
            programs.forEach(TrackProgram::close);
        }
    }

    /** Looks again until two children are there and one has asked for something; each look is a process that takes its time. */
    private List<? extends Config> childrenOnceSomebodyLost(Hosts hosts) throws Exception {
        for (int look = 0; look < MAX_LOOKS; look++) {
            TrackProgram asked = ended(start("children-" + look, hosts.on("rh-1"), "children", "--json", "--url",
                    "http://127.0.0.1:9464"));
            if (asked.exitCode() == 0) {
                List<? extends Config> children = asked.report().getConfig("sessions").getConfig("faults")
                        .getConfigList("children");
                if (children.size() == 2 && children.stream().anyMatch(child -> child.getLong("packetsAsked") > 0)) {
                    return children;
                }
            }
        }
        StringBuilder stories = new StringBuilder("nobody has lost anything\n");
        for (TrackProgram program : programs) {
            stories.append(program.story());
        }
        throw new AssertionError(stories.toString());
    }

    private Hosts hosts() throws IOException, InterruptedException {
        return Hosts.of("doctor", HOSTS, Wiring.CUT);
    }

    private TrackProgram node(Hosts hosts, String name, String command, String... more) throws IOException {
        return start(name, hosts.on(name), Stream.of(List.of(command, "--json", "--interface", Hosts.INTERFACE,
                "--config", conf(name)), PATIENCE, List.of(more)).flatMap(List::stream).toArray(String[]::new));
    }

    private TrackProgram doctor(Hosts hosts, String host) throws Exception {
        return ended(startDoctor(hosts, host));
    }

    private TrackProgram startDoctor(Hosts hosts, String host, String... more) throws IOException {
        return start("doctor-" + host, hosts.on(host), Stream.of(List.of("doctor", "--json", "--interface",
                Hosts.INTERFACE, "--config", conf(host)), List.of(more)).flatMap(List::stream).toArray(String[]::new));
    }

    private TrackProgram start(String name, List<String> before, String... words) throws IOException {
        TrackProgram program = TrackProgram.start(name, home, directory, before, words);
        programs.add(program);
        return program;
    }

    private static TrackProgram ended(TrackProgram program) throws Exception {
        assertThat(program.ends(MAX_COMMAND_SECONDS)).as(program.story()).isTrue();
        return program;
    }

    private static Config check(TrackProgram doctor, String name) throws IOException {
        return doctor.report().getConfigList("checks").stream().filter(check -> check.getString("name").equals(name))
                .findFirst().orElseThrow(() -> new AssertionError(name + " is not among the checks"));
    }

    private static String[] on(Hosts hosts, String host, String... command) {
        return Stream.concat(hosts.on(host).stream(), Stream.of(command)).toArray(String[]::new);
    }

    private Path deployment() {
        return directory.resolve("deployment");
    }

    private String conf(String node) {
        return deployment().resolve(node + ".conf").toString();
    }
}
