package io.trackmc.perf.keys;

import io.trackmc.keys.controller.log.AuditLog;
import io.trackmc.keys.controller.log.KeyName;
import io.trackmc.keys.controller.log.LogEntry;
import io.trackmc.keys.controller.pki.CertificateAuthority;
import io.trackmc.keys.controller.pki.KeyPair;
import io.trackmc.keys.controller.pki.NodeCertificate;
import io.trackmc.keys.controller.proof.HeadExchange;
import io.trackmc.keys.controller.proof.NonPossession;
import io.trackmc.keys.transport.identity.RoleOid;
import io.trackmc.keys.transport.key.KeyTreeKind;
import io.trackmc.proto.protect.KeyLayer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/**
 * Writes two logs with many releases and a statement from them, and measures how long its check takes: half of the releases in each log,
 * each of an epoch key and a path of six node keys to a receiver that was admitted in both.
 *
 * <pre>VerifyStatement RELEASES DIRECTORY</pre>
 */
public final class VerifyStatement {

    private static final long GID = 1;
    private static final int BATCH = 1000;
    private static final int PATH = 6;
    private static final int FIRST_RECEIVER = 3;
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private VerifyStatement() {}

    /** Measures. */
    public static void main(String[] words) throws IOException {
        long releases = Long.parseLong(words[0]);
        Path directory = Path.of(words[1]);
        Path transport = directory.resolve("transport.log");
        Path content = directory.resolve("content.log");
        Path statement = directory.resolve("rh-1.statement");
        KeyPair transportKeys = KeyPair.generate(RANDOM);
        KeyPair contentKeys = KeyPair.generate(RANDOM);
        try (AuditLog first = write(transport, KeyLayer.TRANSPORT, transportKeys, releases / 2);
                AuditLog second = write(content, KeyLayer.CONTENT, contentKeys, releases / 2)) {
            HeadExchange.sign(KeyLayer.TRANSPORT, GID, first, transportKeys);
            first.append(HeadExchange.countersign(KeyLayer.TRANSPORT, transport, content, second, contentKeys));
            HeadExchange.sign(KeyLayer.CONTENT, GID, second, contentKeys);
            second.append(HeadExchange.countersign(KeyLayer.CONTENT, content, transport, first, transportKeys));
        }
        NonPossession.prove(transport, content, "rh-1", List.of(transportKeys, contentKeys), statement);
        for (int run = 1; run <= 3; run++) {
            long start = System.nanoTime();
            NonPossession.Statement held = NonPossession.verify(statement);
            System.out.printf(Locale.ROOT,
                    "verify %d: %d releases, %d bytes, %.2f s, %d epochs, %d keys of the operator%n",
                    run, releases, Files.size(statement), (System.nanoTime() - start) / 1e9, held.epochs(),
                    held.keys());
        }
    }

    private static AuditLog write(Path file, KeyLayer layer, KeyPair keys, long releases) {
        AuditLog log = AuditLog.open(file, InstantSource.fixed(NOW), _ -> {}, _ -> {});
        log.append(List.of(created(layer, keys), new LogEntry.Epoch(1, "00000001", true)));
        if (layer == KeyLayer.TRANSPORT) {
            log.append(List.of(member(2, "rh-1", "repair-head", "isp"), release(layer, 2)));
        }
        List<LogEntry> batch = new ArrayList<>();
        for (long id = FIRST_RECEIVER; id < FIRST_RECEIVER + releases; id++) {
            batch.add(member(id, "receiver-" + id, "receiver", "customer-" + id % 1000));
            batch.add(release(layer, id));
            if (batch.size() >= BATCH) {
                log.append(batch);
                batch.clear();
            }
        }
        log.append(batch);
        return log;
    }

    private static LogEntry created(KeyLayer layer, KeyPair keys) {
        boolean transport = layer == KeyLayer.TRANSPORT;
        String operator = transport ? "isp" : "publisher";
        CertificateAuthority authority = CertificateAuthority.create("CA", operator, NOW, RANDOM);
        RoleOid role = transport ? RoleOid.TRANSPORT_CONTROLLER : RoleOid.CONTENT_AUTHORITY;
        NodeCertificate certificate = NodeCertificate.read("", authority.issuePem("authority", role, keys, NOW));
        return new LogEntry.AuthorityCreated(transport ? "transport" : "content", String.format("%016x", GID), "news",
                operator, base64(certificate), base64(authority.certificate()));
    }

    private static String base64(NodeCertificate certificate) {
        return Base64.getEncoder().encodeToString(certificate.der());
    }

    private static LogEntry member(long id, String name, String role, String operator) {
        return new LogEntry.MemberAdmitted(id, name, role, operator, hash(id), hash(-id), List.of());
    }

    private static LogEntry release(KeyLayer layer, long id) {
        List<String> keys = new ArrayList<>();
        keys.add(KeyName.epoch(layer, 1));
        for (int level = 0; level < PATH; level++) {
            keys.add(KeyName.node(layer, KeyTreeKind.MEMBERS, (int) (id >>> 10), level,
                    (int) (id & 1023) >>> (2 * level), 0));
        }
        return new LogEntry.Release(id, hash(id), "hpke", keys);
    }

    private static String hash(long of) {
        return String.format("%016x", of).repeat(4);
    }
}
