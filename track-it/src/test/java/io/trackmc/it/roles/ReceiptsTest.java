package io.trackmc.it.roles;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.cli.Cli;
import io.trackmc.cli.console.Console;
import io.trackmc.cli.console.Terminal;
import io.trackmc.keys.controller.plan.NodeSpec;
import io.trackmc.keys.transport.bundle.NodeConfKeys;
import io.trackmc.keys.transport.bundle.NodeConfig;
import io.trackmc.keys.transport.bundle.NodeRole;
import io.trackmc.net.node.ChildStatus;
import io.trackmc.repairhead.RepairHead;
import io.trackmc.sender.Publisher;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Receipts of nodes that run: what a receiver confirmed before and after a fail-over counts once, and nobody can change it unseen. */
class ReceiptsTest {

    private static final int MESSAGES = 4_000;
    private static final List<NodeSpec> TREE = List.of(
            NodeSpec.sender(),
            NodeSpec.under("sender", "rh-1", NodeRole.REPAIR_HEAD),
            NodeSpec.under("sender", "rh-2", NodeRole.REPAIR_HEAD),
            NodeSpec.under("rh-1", "a", NodeRole.RECEIVER),
            NodeSpec.under("rh-2", "b", NodeRole.RECEIVER));

    @TempDir
    Path directory;

    @Test
    void shouldAddUpToWhatWasSentAfterAFailOver() throws Exception {
        long packets;
        try (Group group = Group.of(directory.resolve("group"), TREE).losing(0.02)) {
            Publisher sender = group.sender(context -> context.nodeConfig(withReceipts(group, "sender")));
            RepairHead first = group.repairHead("rh-1", context -> context.nodeConfig(withReceipts(group, "rh-1")));
            group.repairHead("rh-2", context -> context.nodeConfig(withReceipts(group, "rh-2")));
            List<Application> receivers = List.of(group.application("a"), group.application("b"));
            Await.future(sender.receiversBound(2));
            Messages messages = new Messages(500);
            for (int i = 0; i < MESSAGES; i++) {
                sender.blocking().publish(messages.next(500), 0, 500);
                if (i == MESSAGES / 2) {
                    Waiting.until(() -> confirmedAt(first) > 0);
                    first.close(); // its receivers notice by its silence
                }
            }
            packets = Await.future(sender.finish()).packets();
            receivers.forEach(receiver -> assertThat(receiver.awaitEnd().checksum()).isEqualTo(messages.checksum()));
        }
        List<Path> receipts = receipts();
        Run verified = run("receipts", "verify", "--json", "--anchor", anchor("infrastructure"), "--anchor",
                anchor("subscriber"), state("rh-1"), state("rh-2"), state("sender"));
        assertThat(verified.code()).as(verified.err()).isZero();
        assertThat(verified.out()).hasLineCount(1).contains("\"anchored\":true").contains("\"notes\":[]");

        List<String> lines = export("receiver");
        assertThat(lines.getFirst())
                .isEqualTo("group,source,session,receiver,receiverId,first,confirmed,packets,complete");
        assertThat(lines).filteredOn(line -> line.contains(",a,")).singleElement().asString()
                .endsWith(",1," + packets + "," + packets + ",true");
        assertThat(lines).filteredOn(line -> line.contains(",b,")).singleElement().asString()
                .endsWith(",1," + packets + "," + packets + ",true");
        assertThat(export("tenant").getLast()).endsWith(",everybody,2," + 2 * packets);
        List<String> regions = export("region");
        assertThat(regions).filteredOn(line -> line.contains(",rh-1,")).singleElement().asString()
                .satisfies(line -> assertThat(number(line)).isBetween(1L, packets - 1));
        assertThat(regions.stream().skip(1).mapToLong(ReceiptsTest::number).sum()).isEqualTo(2 * packets);

        alter(receipts.getFirst());
        Run altered = run("receipts", "verify", "--json", state("rh-1"), state("rh-2"), state("sender"));
        assertThat(altered.code()).isOne();
        assertThat(altered.out()).hasLineCount(1).contains("\"ok\":false").contains("was altered");
    }

    private static NodeConfig withReceipts(Group group, String name) {
        return group.config(name,
                Map.of(NodeConfKeys.RECEIPTS_INTERVAL, "1s", NodeConfKeys.RECEIPTS_TENANT, "everybody"));
    }

    private static long confirmedAt(RepairHead repairHead) {
        return repairHead.status().children().stream().mapToLong(ChildStatus::confirmed).max().orElse(0);
    }

    private List<String> export(String by) {
        Run exported = run("receipts", "export", "--by", by, state("rh-1"), state("rh-2"), state("sender"));
        assertThat(exported.code()).as(exported.err()).isZero();
        return exported.out().lines().toList();
    }

    private static long number(String line) {
        return Long.parseLong(line.substring(line.lastIndexOf(',') + 1));
    }

    private static void alter(Path file) throws IOException {
        String text = Files.readString(file);
        Files.writeString(file, text.replaceFirst("\"confirmed\":\\d+", "\"confirmed\":999999"));
    }

    private List<Path> receipts() throws IOException {
        List<Path> found = new ArrayList<>();
        try (Stream<Path> all = Files.walk(directory)) {
            all.filter(file -> file.toString().endsWith(".receipts")).sorted().forEach(found::add);
        }
        assertThat(found).hasSizeGreaterThanOrEqualTo(3);
        return found;
    }

    private String state(String node) {
        return directory.resolve("group").resolve(node).resolve("state/receipts").toString();
    }

    private String anchor(String which) {
        return directory.resolve("group/authorities/" + which + "-ca.pem").toString();
    }

    private record Run(int code, String out, String err) {}

    private static Run run(String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console = new Console(InputStream.nullInputStream(), new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8), Terminal.NONE, Terminal.NONE);
        int code = Cli.run(console, words);
        return new Run(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
