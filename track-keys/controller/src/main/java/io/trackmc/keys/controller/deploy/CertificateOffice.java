package io.trackmc.keys.controller.deploy;

import io.trackmc.keys.controller.DeploymentException;
import io.trackmc.keys.controller.log.AuditLog;
import io.trackmc.keys.controller.log.LogEntry;
import io.trackmc.keys.controller.log.LogRecord;
import io.trackmc.keys.controller.pki.CertificateAuthority;
import io.trackmc.keys.controller.pki.CertificateRequest;
import io.trackmc.keys.controller.pki.NodeCertificate;
import io.trackmc.keys.transport.file.SecureFiles;
import io.trackmc.keys.transport.identity.RoleOid;
import io.trackmc.proto.protect.KeyLayer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Issues and revokes certificates in the name of the CAs of a directory, each of which is written down before it is given away. */
public final class CertificateOffice {

    /** When the next list is due at the latest. */
    private static final Duration LIST_VALIDITY = Duration.ofDays(7);

    private static final int MAX_REASON = 256;

    private final AuthorityDirectory directory;
    private final InstantSource clock;
    private final Consumer<String> warnings;
    private final SecureRandom random = new SecureRandom();

    /**
     * Of a directory.
     *
     * @param warnings told in one line about files that are open to others, and about half an entry that was cut off
     */
    public CertificateOffice(AuthorityDirectory directory, InstantSource clock, Consumer<String> warnings) {
        this.directory = directory;
        this.clock = clock;
        this.warnings = warnings;
    }

    /**
     * What {@link #revoke} did.
     *
     * @param count certificates in the list
     * @param list file of the list
     */
    public record Revoked(int count, Path list) {}

    /** Issues a certificate of one role. */
    public NodeCertificate issue(CertificateRequest request, RoleOid role) {
        KeyLayer layer = AuthorityDirectory.layerOf(role);
        CertificateAuthority ca = directory.ca(layer, warnings, random);
        try (OwnerLock _ = OwnerLock.take(directory); AuditLog log = open(layer, _ -> {})) {
            NodeCertificate certificate = ca.issue(request, role, clock.instant());
            log.append(new LogEntry.CertificateIssued(request.name(), role.text(), certificate.sha256()));
            return certificate;
        }
    }

    /**
     * Takes a certificate back.
     *
     * @throws DeploymentException when no CA here has issued it
     */
    public Revoked revoke(NodeCertificate certificate, String reason) {
        if (reason.isBlank() || reason.length() > MAX_REASON) {
            throw new DeploymentException("reason: allowed: 1 to " + MAX_REASON + " characters");
        }
        for (KeyLayer layer : KeyLayer.values()) {
            CertificateAuthority ca = directory.ca(layer, warnings, random);
            if (ca.hasIssued(certificate)) {
                return revoke(layer, ca, certificate, reason);
            }
        }
        throw new DeploymentException(certificate + ": not issued by a CA of " + directory.path());
    }

    private Revoked revoke(KeyLayer layer, CertificateAuthority ca, NodeCertificate certificate, String reason) {
        Set<String> serials = new TreeSet<>();
        try (OwnerLock _ = OwnerLock.take(directory);
                AuditLog log = open(layer, record -> addRevoked(serials, record))) {
            if (serials.add(certificate.serial())) {
                log.append(new LogEntry.Revoked(certificate.serial(), certificate.sha256(), reason));
            }
            Instant now = clock.instant();
            Path list = directory.revocationList(layer);
            SecureFiles.write(list, ca.revocationList(serials, now, now.plus(LIST_VALIDITY)));
            return new Revoked(serials.size(), list);
        }
    }

    private AuditLog open(KeyLayer layer, Consumer<LogRecord> history) {
        return AuditLog.open(directory.log(layer), clock, warnings, history);
    }

    private static void addRevoked(Set<String> serials, LogRecord record) {
        if (record.entry() instanceof LogEntry.Revoked revoked) {
            serials.add(revoked.serial());
        }
    }
}
