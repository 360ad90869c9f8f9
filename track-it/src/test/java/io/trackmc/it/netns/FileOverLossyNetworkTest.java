package io.trackmc.it.netns;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.cli.host.Hosts;
import io.trackmc.cli.host.Wiring;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The main job with the packaged programs, each on a host of its own, over a network that loses one datagram in twenty. */
@Tag("netns")
class FileOverLossyNetworkTest {

    private static final double LOSS = 0.05;
    private static final int FILE_BYTES = 5_000_003;
    private static final int RECEIVERS = 6;
    private static final int MAX_TRANSFER_SECONDS = 150;
    private static final int MAX_END_SECONDS = 30;
    private static final List<String> REPAIR_HEADS = List.of("rh-1", "rh-2", "rh-3");
    private static final List<String> RECEIVER_NAMES = IntStream.rangeClosed(1, RECEIVERS)
            .mapToObj(i -> "receiver-" + i).toList();

    /** All hosts share the processors of one machine with the build: who stalls for seconds there has not failed. */
    private static final List<String> PATIENCE = List.of("-Dtree.parent-misses=300", "-Dtree.receiver-silence=60s",
            "-Dtree.repair-head-silence=60s");
    private static final String TREE = """
            nodes {
              rh-1 { role = repair-head, parent = sender }
              rh-2 { role = repair-head, parent = rh-1 }
              rh-3 { role = repair-head, parent = rh-1 }
              receiver-1 { parent = rh-2 }
              receiver-2 { parent = rh-2 }
              receiver-3 { parent = rh-2 }
              receiver-4 { parent = rh-3 }
              receiver-5 { parent = rh-3 }
              receiver-6 { parent = rh-3 }
            }
            """;

    private final Map<String, TrackProgram> programs = new LinkedHashMap<>();

    @TempDir
    private Path directory;
    private Path home;

    @BeforeEach
    void prepare() throws IOException, InterruptedException {
        HostChecks.assumePossible();
        home = PackagedPrograms.copyTo(directory.resolve("home"));
    }

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void shouldGiveEveryReceiverAnIdenticalCopyDespiteLossEverywhere() throws Exception {
        Path file = Files.write(directory.resolve("content"), content());
        makeDeployment();
        List<String> names = Stream.of(List.of("sender"), REPAIR_HEADS, RECEIVER_NAMES).flatMap(List::stream).toList();
        try (Hosts hosts = Hosts.of("test", names, Wiring.CUT)) {
            try {
                for (String name : names) {
                    hosts.loseAtRandom(name, LOSS);
                }
                startAll(hosts, file);
                awaitAll();
                checkAll(file);
                checkLoss(hosts);
            } catch (Exception | AssertionError e) {
                throw new AssertionError(e.getMessage() + "\n" + stories(), e);
            } finally {
                closeAll();
            }
        }
    }

    private void makeDeployment() throws IOException, InterruptedException {
        Path tree = Files.writeString(directory.resolve("tree.conf"), TREE);
        try (TrackProgram init = TrackProgram.start("init", home, directory, List.of(),
                "keys", "init", "--dir", directory.resolve("deployment").toString(), "--group", "lossy",
                "--tree", tree.toString(), "--json")) {
            assertThat(init.ends(MAX_END_SECONDS)).as(init.story()).isTrue();
            assertThat(init.exitCode()).as(init.story()).isZero();
        }
    }

    /** Receivers last: one whose repair heads have no way to the sender yet would take the sender itself. */
    private void startAll(Hosts hosts, Path file) throws IOException, InterruptedException {
        for (String name : REPAIR_HEADS) {
            start(hosts, name, "repair-head");
        }
        start(hosts, "sender", "send", "--await", Integer.toString(RECEIVERS), file.toString());
        for (String name : REPAIR_HEADS) {
            assertThat(programs.get(name).tells("bound to", MAX_END_SECONDS)).as("%s is bound", name).isTrue();
        }
        for (String name : RECEIVER_NAMES) {
            start(hosts, name, "receiver", "--once", "--output", copyOf(name).toString());
        }
    }

    private void start(Hosts hosts, String name, String command, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(command, "--json", "--interface", Hosts.INTERFACE,
                "--config", directory.resolve("deployment").resolve(name + ".conf").toString()));
        arguments.addAll(PATIENCE);
        arguments.addAll(List.of(more));
        programs.put(name, TrackProgram.start(name, home, directory, hosts.on(name), arguments.toArray(String[]::new)));
    }

    private void awaitAll() throws InterruptedException {
        assertThat(programs.get("sender").ends(MAX_TRANSFER_SECONDS)).as("the sender has ended").isTrue();
        for (String name : RECEIVER_NAMES) {
            assertThat(programs.get(name).ends(MAX_END_SECONDS)).as("%s has ended", name).isTrue();
        }
        for (String name : REPAIR_HEADS) {
            programs.get(name).terminate();
            assertThat(programs.get(name).ends(MAX_END_SECONDS)).as("%s has ended on SIGTERM", name).isTrue();
        }
    }

    private void checkAll(Path file) throws Exception {
        for (Map.Entry<String, TrackProgram> program : programs.entrySet()) {
            assertThat(program.getValue().exitCode()).as("exit code of %s", program.getKey()).isZero();
            assertThat(program.getValue().report().getBoolean("ok")).as("ok of %s", program.getKey()).isTrue();
        }
        String sha256 = sha256(file);
        for (String name : RECEIVER_NAMES) {
            assertThat(sha256(copyOf(name))).as("SHA-256 of the copy of %s", name).isEqualTo(sha256);
            assertThat(programs.get(name).report().getString("sha256")).as("sha256 of %s", name).isEqualTo(sha256);
            assertThat(programs.get(name).report().getString("parent")).as("parent of %s", name).isIn("rh-2", "rh-3");
        }
        for (String name : REPAIR_HEADS) {
            assertThat(programs.get(name).report().getLong("repairsSent")).as("repairsSent of %s", name).isPositive();
        }
        assertThat(programs.get("sender").report().getInt("confirmedReceivers")).isEqualTo(RECEIVERS);
    }

    private void checkLoss(Hosts hosts) throws Exception {
        for (String name : programs.keySet()) {
            assertThat(HostChecks.droppedBy(hosts, name)).as("datagrams lost at %s", name).isPositive();
        }
    }

    private String stories() throws IOException {
        StringBuilder all = new StringBuilder();
        for (TrackProgram program : programs.values()) {
            all.append(program.story());
        }
        return all.toString();
    }

    private void closeAll() {
        programs.values().forEach(TrackProgram::close);
    }

    private Path copyOf(String receiver) {
        return directory.resolve(receiver + ".copy");
    }

    private static byte[] content() {
        byte[] content = new byte[FILE_BYTES];
        new Random(71).nextBytes(content);
        return content;
    }

    private static String sha256(Path file) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }
}
