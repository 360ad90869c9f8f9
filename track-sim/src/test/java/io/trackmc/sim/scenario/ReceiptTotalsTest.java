package io.trackmc.sim.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.keys.controller.pki.CertificateAuthority;
import io.trackmc.keys.controller.pki.KeyPair;
import io.trackmc.keys.controller.pki.NodeCertificate;
import io.trackmc.keys.controller.receipt.NumberedReceipt;
import io.trackmc.keys.controller.receipt.ReceiptFiles;
import io.trackmc.keys.transport.identity.RoleOid;
import io.trackmc.keys.transport.receipt.Receipt;
import io.trackmc.keys.transport.receipt.ReceiptChain;
import io.trackmc.keys.transport.tls.KeyPairFiles;
import io.trackmc.proto.receipt.ReceiptBook;
import io.trackmc.proto.receipt.ReceiptEntry;
import io.trackmc.sim.observe.Violations;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Receipts of whole runs, signed, written, read and checked as those of nodes are, add up to what the receivers confirmed: of each, in each region, of each tenant. What runs of the
 * swarm check without signatures.
 */
class ReceiptTotalsTest {

    private final SecureRandom random = new SecureRandom();
    private final CertificateAuthority authority = CertificateAuthority.create("ca", "operator", Instant.EPOCH, random);

    @TempDir
    private Path directory;

    /** Fail-overs from repair heads that crash, late receivers, gaps of a timely session, repair heads that leave, nodes that are expelled. */
    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({"lossy, 1", "harsh, 3", "harsh, 7", "leaving, 5", "modes, 21", "modes, 29", "modes, 31", "modes, 1005",
        "rekeying, 4", "rekeying, 9"})
    void shouldAddUpToTheTruth(String scenario, long seed) throws IOException {
        SwarmRun run = new SwarmRun(SwarmPlan.draw(Scenario.valueOf(scenario.toUpperCase(Locale.ROOT)), seed));
        run.run();
        List<Receipt> receipts = run.receipts();
        assertThat(receipts).isNotEmpty();

        write(receipts);
        ReceiptFiles files = ReceiptFiles.read(List.of(directory));
        files.checkAnchors(List.of(NodeCertificate.read("ca", authority.certificatePem())));
        List<NumberedReceipt> read = files.receipts().toList();

        assertThat(read).extracting(NumberedReceipt::receipt).containsExactlyInAnyOrderElementsOf(receipts);
        Violations violations = new Violations();
        run.checkReceipts(read, violations);
        assertThat(violations.isEmpty()).as(violations.texts().toString()).isTrue();
    }

    /** A check that never failed proves nothing. */
    @Test
    void shouldNoticeOnePacketTooMany() {
        SwarmRun run = new SwarmRun(SwarmPlan.draw(Scenario.LOSSY, 1));
        run.run();
        List<Receipt> receipts = run.receipts();
        List<NumberedReceipt> altered = new ArrayList<>();
        for (int i = 0; i < receipts.size(); i++) {
            altered.add(new NumberedReceipt(i + 1L, false, onePacketMore(receipts.get(i))));
        }
        Violations violations = new Violations();
        run.checkReceipts(altered, violations);
        assertThat(String.join(" ", violations.texts())).contains("receipts say").contains("in region");
    }

    private static Receipt onePacketMore(Receipt receipt) {
        ReceiptBook book = receipt.book();
        List<ReceiptEntry> entries = book.entries().stream().map(entry -> new ReceiptEntry(entry.id(), entry.run(),
                entry.repairHead(), entry.first(), entry.before(), entry.confirmed() + 1, entry.complete(),
                entry.gone())).toList();
        return new Receipt(receipt.parent(), receipt.begin(), receipt.end(), new ReceiptBook(book.source(),
                book.session(), book.timely(), book.closeSequence(), entries, book.leftOut()), receipt.names());
    }

    /** A chain, a certificate and a directory for each node. */
    private void write(List<Receipt> receipts) throws IOException {
        Map<String, List<Receipt>> byNode = receipts.stream()
                .collect(Collectors.groupingBy(receipt -> receipt.parent().name(), TreeMap::new, Collectors.toList()));
        for (Map.Entry<String, List<Receipt>> node : byNode.entrySet()) {
            Path own = Files.createDirectories(directory.resolve(node.getKey()));
            RoleOid role = node.getKey().equals("node-1") ? RoleOid.SENDER : RoleOid.REPAIR_HEAD;
            KeyPair keys = KeyPair.generate(random);
            KeyPairFiles signer = KeyPairFiles.read(
                    Files.write(own.resolve("certificate.pem"), authority.issuePem(node.getKey(), role, keys,
                            Instant.EPOCH)),
                    Files.write(own.resolve("key.pem"), keys.privateKeyPem()));
            ReceiptChain chain = new ReceiptChain(1, ReceiptChain.NOTHING_BEFORE);
            List<String> lines = new ArrayList<>();
            lines.add(written(chain, chain.begin(node.getKey(), signer), false));
            for (Receipt receipt : node.getValue()) {
                lines.add(written(chain, chain.line(receipt, signer), true));
            }
            Files.write(own.resolve("1.receipts"), lines);
        }
    }

    private static String written(ReceiptChain chain, byte[] line, boolean isReceipt) {
        chain.written(line, isReceipt);
        return new String(line, StandardCharsets.US_ASCII);
    }
}
