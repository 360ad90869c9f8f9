package io.trackmc.keys.controller.receipt;

import io.trackmc.keys.controller.pki.CertificateAuthority;
import io.trackmc.keys.controller.pki.KeyPair;
import io.trackmc.keys.transport.identity.RoleOid;
import io.trackmc.keys.transport.receipt.Receipt;
import io.trackmc.keys.transport.receipt.ReceiptChain;
import io.trackmc.keys.transport.tls.KeyPairFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A node that signs receipts, and the authority that has certified it. */
final class SignedReceipts {

    static final Instant MADE = Instant.parse("2026-01-01T00:00:00Z");

    private final SecureRandom random = new SecureRandom();
    private final CertificateAuthority authority = CertificateAuthority.create("ca", "operator", MADE, random);
    private final Path directory;
    private final String node;
    private final KeyPairFiles signer;
    private ReceiptChain chain = new ReceiptChain(1, ReceiptChain.NOTHING_BEFORE);

    SignedReceipts(Path directory, String node, RoleOid role) throws IOException {
        this.directory = Files.createDirectories(directory);
        this.node = node;
        KeyPair keys = KeyPair.generate(random);
        Path certificate = Files.write(directory.resolve("certificate.pem"),
                authority.issuePem(node, role, keys, MADE));
        signer = KeyPairFiles.read(certificate,
                Files.write(directory.resolve("key.pem"), keys.privateKeyPem()));
    }

    byte[] anchorPem() {
        return authority.certificatePem();
    }

    /** Another file of the chain. */
    Path file(Receipt... receipts) throws IOException {
        List<String> lines = new ArrayList<>();
        Path file = directory.resolve(String.format("%s-%016d.receipts", node, chain.next()));
        lines.add(written(chain.begin(node, signer), false));
        for (Receipt receipt : receipts) {
            lines.add(written(chain.line(receipt, signer), true));
        }
        return Files.write(file, lines);
    }

    private String written(byte[] line, boolean isReceipt) {
        chain.written(line, isReceipt);
        return new String(line, StandardCharsets.US_ASCII);
    }
}
