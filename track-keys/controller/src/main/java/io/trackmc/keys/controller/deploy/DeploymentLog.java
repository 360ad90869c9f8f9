package io.trackmc.keys.controller.deploy;

import io.trackmc.keys.controller.log.AuditLog;
import io.trackmc.keys.controller.log.LogEntry;
import io.trackmc.keys.controller.pki.CertificateAuthority;
import io.trackmc.keys.controller.pki.KeyPair;
import io.trackmc.keys.controller.pki.NodeCertificate;
import io.trackmc.keys.transport.identity.RoleOid;
import io.trackmc.proto.protect.KeyLayer;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** What the authority of one layer writes down while a deployment is made. Entries wait until {@link #commit}. */
final class DeploymentLog implements AutoCloseable {

    private static final String HOW = "bundle";

    private final AuditLog log;
    private final KeyPair keys;
    private final NodeCertificate certificate;
    private final List<LogEntry> waiting = new ArrayList<>();

    /** Makes the authority of a layer under its CA, and begins its log. */
    DeploymentLog(AuthorityDirectory directory, KeyLayer layer, CertificateAuthority ca, String group, long gid,
            Instant now, SecureRandom random) {
        RoleOid role = layer == KeyLayer.TRANSPORT ? RoleOid.TRANSPORT_CONTROLLER : RoleOid.CONTENT_AUTHORITY;
        keys = KeyPair.generate(random);
        certificate = NodeCertificate.read(role.text(), ca.issuePem(role.text(), role, keys, now));
        directory.writeAuthority(layer, certificate, keys);
        log = AuditLog.open(directory.log(layer), InstantSource.fixed(now), _ -> {}, _ -> {});
        waiting.add(new LogEntry.AuthorityCreated(layer.name().toLowerCase(Locale.ROOT),
                HexFormat.of().toHexDigits(gid), group, certificate.operator().orElse(""),
                base64(certificate), base64(ca.certificate())));
    }

    void add(LogEntry entry) {
        waiting.add(entry);
    }

    void admit(GroupPlan.Node node, NodeCertificate certificate) {
        waiting.add(new LogEntry.MemberAdmitted(Integer.toUnsignedLong(node.id()), node.name(),
                node.role().text(), certificate.operator().orElse(""), certificate.sha256(),
                certificate.keySha256(), List.of()));
    }

    void release(GroupPlan.Node node, NodeCertificate certificate, List<String> names) {
        waiting.add(new LogEntry.Release(Integer.toUnsignedLong(node.id()), certificate.sha256(), HOW, names));
    }

    /** Of the authority. */
    NodeCertificate certificate() {
        return certificate;
    }

    /** Returns when all is on the disk. */
    void commit() {
        log.append(waiting);
        waiting.clear();
    }

    AuditLog log() {
        return log;
    }

    KeyPair keys() {
        return keys;
    }

    @Override
    public void close() {
        log.close();
    }

    private static String base64(NodeCertificate certificate) {
        return Base64.getEncoder().encodeToString(certificate.der());
    }
}
