package io.trackmc.it.roles;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trackmc.examples.ReceiptsToCsv;
import io.trackmc.keys.controller.plan.DefaultLayout;
import io.trackmc.keys.controller.receipt.ReceiptException;
import io.trackmc.keys.transport.bundle.NodeConfKeys;
import io.trackmc.keys.transport.bundle.NodeConfig;
import io.trackmc.sender.Publisher;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example that makes a table of receipts, on those of a group that ran. */
class ReceiptsExampleTest {

    @TempDir
    private Path directory;

    private final ByteArrayOutputStream csv = new ByteArrayOutputStream();
    private final ByteArrayOutputStream notes = new ByteArrayOutputStream();

    @Test
    void shouldTellWhatEachReceiverConfirmedAndBelieveNothingThatWasAltered() throws Exception {
        long packets;
        try (Group group = Group.of(directory.resolve("group"), DefaultLayout.of(1, 2)).losing(0.02)) {
            Publisher sender = group.sender(context -> context.nodeConfig(withReceipts(group, "sender")));
            group.repairHead("rh-1", context -> context.nodeConfig(withReceipts(group, "rh-1")));
            List<Application> receivers = List.of(group.application("receiver-1"), group.application("receiver-2"));
            Await.future(sender.receiversBound(2));
            Messages messages = new Messages(500);
            for (int i = 0; i < 2_000; i++) {
                sender.blocking().publish(messages.next(500), 0, 500);
            }
            packets = Await.future(sender.finish()).packets();
            receivers.forEach(Application::awaitEnd);
        }
        run();
        assertThat(notes.toString(UTF_8)).isEmpty();
        assertThat(csv.toString(UTF_8)).startsWith("day,tenant,receiver,packets\r\n");
        List<String[]> lines = csv.toString(UTF_8).lines().skip(1).map(line -> line.split(",")).toList();
        for (String receiver : List.of("receiver-1", "receiver-2")) {
            // A day more if midnight was in between.
            assertThat(
                    lines.stream().filter(line -> line[2].equals(receiver)).mapToLong(line -> Long.parseLong(line[3]))
                            .sum())
                    .as(receiver).isEqualTo(packets);
        }
        assertThat(lines).allSatisfy(line -> assertThat(line[1]).isEqualTo("everybody"));

        Path first = receipts().getFirst();
        Files.writeString(first, Files.readString(first).replaceFirst("\"confirmed\":\\d+", "\"confirmed\":999999"));
        csv.reset();
        assertThatThrownBy(this::run).isInstanceOf(ReceiptException.class).hasMessageContaining(first.toString());
        assertThat(csv.toString(UTF_8)).isEmpty();
    }

    private void run() throws IOException {
        Path authorities = directory.resolve("group/authorities");
        ReceiptsToCsv.run(
                List.of(authorities.resolve("infrastructure-ca.pem"), authorities.resolve("subscriber-ca.pem")),
                List.of(directory.resolve("group/sender/state/receipts"),
                        directory.resolve("group/rh-1/state/receipts")),
                new PrintStream(csv, true, UTF_8), new PrintStream(notes, true, UTF_8));
    }

    private static NodeConfig withReceipts(Group group, String name) {
        return group.config(name,
                Map.of(NodeConfKeys.RECEIPTS_INTERVAL, "1s", NodeConfKeys.RECEIPTS_TENANT, "everybody"));
    }

    private List<Path> receipts() throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("group/rh-1/state/receipts"))) {
            return files.filter(file -> file.toString().endsWith(".receipts")).sorted().toList();
        }
    }
}
