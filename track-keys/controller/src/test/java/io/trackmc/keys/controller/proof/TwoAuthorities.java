package io.trackmc.keys.controller.proof;

import io.trackmc.keys.controller.log.AuditLog;
import io.trackmc.keys.controller.log.KeyName;
import io.trackmc.keys.controller.log.LogEntry;
import io.trackmc.keys.controller.pki.CertificateAuthority;
import io.trackmc.keys.controller.pki.KeyPair;
import io.trackmc.keys.controller.pki.NodeCertificate;
import io.trackmc.keys.transport.identity.RoleOid;
import io.trackmc.proto.protect.KeyLayer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

/** A transport controller and a content authority with a log each, in a directory. */
final class TwoAuthorities implements AutoCloseable {

    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    static final long GID = 0x1234;
    private static final SecureRandom RANDOM = new SecureRandom();

    final Path transportFile;
    final Path contentFile;
    final CertificateAuthority infrastructure;
    final CertificateAuthority subscribers;
    final KeyPair transportKeys;
    final KeyPair contentKeys;
    final AuditLog transport;
    final AuditLog content;
    Instant time = NOW;
    private final long gid;

    TwoAuthorities(Path directory) {
        this(directory, GID, "isp", "publisher", false, false);
    }

    TwoAuthorities(Path directory, long gid) {
        this(directory, gid, "isp", "publisher", false, false);
    }

    TwoAuthorities(Path directory, String isp, String publisher, boolean oneAnchor, boolean oneKey) {
        this(directory, GID, isp, publisher, oneAnchor, oneKey);
    }

    private TwoAuthorities(Path directory, long gid, String isp, String publisher, boolean oneAnchor, boolean oneKey) {
        this.gid = gid;
        transportFile = directory.resolve("transport.log");
        contentFile = directory.resolve("content.log");
        infrastructure = CertificateAuthority.create("Infrastructure CA", isp, NOW, RANDOM);
        subscribers = CertificateAuthority.create("Subscriber CA", publisher, NOW, RANDOM);
        transportKeys = KeyPair.generate(RANDOM);
        contentKeys = oneKey ? transportKeys : KeyPair.generate(RANDOM);
        transport = open(transportFile);
        content = open(contentFile);
        transport.append(created("transport", isp, RoleOid.TRANSPORT_CONTROLLER, infrastructure, infrastructure,
                transportKeys));
        content.append(created("content", publisher, RoleOid.CONTENT_AUTHORITY, subscribers,
                oneAnchor ? infrastructure : subscribers, contentKeys));
    }

    /** One sender, one repair head of the ISP, one receiver, and a content epoch. */
    TwoAuthorities withMembers() {
        transport.append(List.of(new LogEntry.Epoch(1, "00000001", true), member(1, "sender", "sender", "publisher"),
                member(2, "rh-1", "repair-head", "isp"), member(3, "receiver-1", "receiver", "customer"),
                release(2, "T:epoch@1", "T:M/1/0/0@0", "T:interior-secret@0"), release(3, "T:epoch@1", "T:M/1/0/1@0")));
        content.append(List.of(new LogEntry.Epoch(1, "00000002", true), member(1, "sender", "sender", "publisher"),
                member(3, "receiver-1", "receiver", "customer"), release(1, "C:epoch@1"),
                release(3, "C:epoch@1", "C:M/1/0/1@0", "C:B/1/1/0@0")));
        return this;
    }

    void exchangeHeads() {
        HeadExchange.both(transportFile, transport, transportKeys, contentFile, content, contentKeys, gid);
    }

    NonPossession.Statement prove(String node, Path out) {
        return NonPossession.prove(transportFile, contentFile, node, List.of(transportKeys, contentKeys), out);
    }

    static LogEntry member(long id, String name, String role, String operator) {
        return new LogEntry.MemberAdmitted(id, name, role, operator, hash(100 + id), hash(200 + id), List.of());
    }

    static LogEntry release(long to, String... keys) {
        return new LogEntry.Release(to, hash(100 + to), "bundle", List.of(keys));
    }

    static String hash(long of) {
        return String.format("%064x", of);
    }

    static String gdk(long epoch) {
        return KeyName.epoch(KeyLayer.CONTENT, epoch);
    }

    @Override
    public void close() {
        transport.close();
        content.close();
    }

    private AuditLog open(Path file) {
        return AuditLog.open(file, () -> time, _ -> {}, _ -> {});
    }

    private LogEntry created(String layer, String operator, RoleOid role, CertificateAuthority ca,
            CertificateAuthority named, KeyPair keys) {
        NodeCertificate certificate = NodeCertificate.read("f", ca.issuePem(layer, role, keys, NOW));
        Base64.Encoder base64 = Base64.getEncoder();
        return new LogEntry.AuthorityCreated(layer, String.format("%016x", gid), "news", operator,
                base64.encodeToString(certificate.der()), base64.encodeToString(named.certificate().der()));
    }
}
