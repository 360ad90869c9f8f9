package io.trackmc.cli.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.cli.CliFixture;
import io.trackmc.cli.task.Background;
import io.trackmc.keys.transport.bundle.NodeConfigFile;
import io.trackmc.repairhead.RepairHead;
import io.trackmc.repairhead.RepairHeadContext;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tour of README.md: its lines, in their order, in one process and a scratch directory, on addresses that no other group has. */
class TourTest {

    private static final int BYTES = 500_000;
    private static final String LOOPBACK = "127.0.0.1";
    /** What the README says of hosts with many more busy processes than cores, which build machines are. */
    private static final Map<String, String> BUSY_HOST = Map.of("tree.parent-misses", "40", "tree.repair-head-silence",
            "3s");

    @TempDir
    Path scratch;

    @Test
    void shouldBringTheFileToBothReceivers() throws Exception {
        List<ShellLine> tour = Documents.commands(Set.of("track")).stream()
                .filter(line -> line.where().startsWith("README.md")
                        && (line.words().contains("--interface") || line.words().contains("--repair-heads")))
                .toList();
        assertThat(tour).extracting(line -> line.arguments().getFirst())
                .containsExactly("keys", "repair-head", "receiver", "receiver", "send");
        byte[] content = new byte[BYTES];
        new Random(1).nextBytes(content);
        Files.write(scratch.resolve("FILE"), content);
        CliFixture init = CliFixture.run(words(tour.get(0), "--group-address",
                "239.255." + ThreadLocalRandom.current().nextInt(256) + ".1", "--port", String.valueOf(freePort())));
        assertThat(init.code()).as(init.err()).isZero();
        try (RepairHead head = repairHead(tour.get(1));
                Background<CliFixture> first = start(tour.get(2));
                Background<CliFixture> second = start(tour.get(3))) {
            CliFixture sent = CliFixture.run(patiently(tour.get(4)));
            assertThat(sent.code()).as(sent.err()).isZero();
            assertThat(sent.out()).contains("2 of 2 receivers confirmed");
            for (Background<CliFixture> receiver : List.of(first, second)) {
                CliFixture received = receiver.result().get();
                assertThat(received.code()).as(received.err()).isZero();
            }
            assertThat(head.status().keysHeld()).isNotEmpty();
        }
        assertThat(scratch.resolve("copy-1")).hasBinaryContent(content);
        assertThat(scratch.resolve("copy-2")).hasBinaryContent(content);
    }

    /** The launcher gives it a process and a class path of its own; here it is opened as that program opens it. */
    private RepairHead repairHead(ShellLine line) {
        List<String> words = List.of(words(line));
        Path config = Path.of(words.get(words.indexOf("--config") + 1));
        Map<String, String> overrides = new HashMap<>(BUSY_HOST);
        overrides.put("net.interface", words.get(words.indexOf("--interface") + 1));
        return RepairHead.open(new RepairHeadContext().nodeConfig(NodeConfigFile.read(config, overrides)));
    }

    private Background<CliFixture> start(ShellLine line) {
        return Background.start("receiver", () -> CliFixture.run(patiently(line)));
    }

    private String[] patiently(ShellLine line) {
        return words(line,
                BUSY_HOST.entrySet().stream().map(key -> "-D" + key.getKey() + "=" + key.getValue())
                        .toArray(String[]::new));
    }

    private String[] words(ShellLine line, String... more) {
        List<String> words = new ArrayList<>();
        Set<String> files = Set.of("d", "copy-1", "copy-2", "FILE");
        line.arguments().forEach(
                word -> words.add(files.contains(word) || word.startsWith("d/") ? scratch + "/" + word : word));
        words.addAll(List.of(more));
        return words.toArray(String[]::new);
    }

    private static int freePort() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(InetAddress.ofLiteral(LOOPBACK), 0))) {
            return socket.getLocalPort();
        }
    }
}
