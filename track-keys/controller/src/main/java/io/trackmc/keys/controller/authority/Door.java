package io.trackmc.keys.controller.authority;

import io.trackmc.keys.controller.DeploymentException;
import io.trackmc.keys.controller.deploy.AuthorityDirectory;
import io.trackmc.keys.controller.pki.AdmissionException;
import io.trackmc.keys.controller.pki.ChainRules;
import io.trackmc.keys.controller.pki.ContentAdmission;
import io.trackmc.keys.controller.pki.Identity;
import io.trackmc.keys.controller.pki.NodeCertificate;
import io.trackmc.keys.controller.pki.Refusal;
import io.trackmc.keys.controller.pki.RevocationList;
import io.trackmc.keys.controller.pki.Revocations;
import io.trackmc.keys.controller.pki.TrustAnchors;
import io.trackmc.keys.controller.policy.PolicyToken;
import io.trackmc.keys.transport.file.SecureFiles;
import io.trackmc.proto.protect.KeyLayer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Who somebody is that asks, and whether they may come in. The content authority's has {@link ContentAdmission} in it, whose type is what
 * keeps repair heads out. Not thread-safe.
 */
final class Door {

    private final KeyLayer layer;
    private final TrustAnchors anchors;
    private final ChainRules rules;
    private final Set<String> repairHeadKeys;
    private final List<Path> listFiles = new ArrayList<>();
    private final List<NodeCertificate> issuers = new ArrayList<>();
    private List<byte[]> lookedAt = List.of();
    private List<RevocationList> lists = List.of();

    /**
     * Of an authority.
     *
     * @param repairHeadKeys SHA-256 of the keys of all repair heads
     */
    Door(KeyLayer layer, AuthorityDirectory directory, Set<String> repairHeadKeys) {
        this.layer = layer;
        this.repairHeadKeys = repairHeadKeys;
        anchors = new TrustAnchors(List.of(ca(directory, KeyLayer.TRANSPORT)),
                List.of(ca(directory, KeyLayer.CONTENT)));
        rules = new ChainRules(anchors);
        for (KeyLayer of : KeyLayer.values()) {
            listFiles.add(directory.revocationList(of));
            issuers.add(ca(directory, of));
        }
        look();
    }

    /** Certificates as they came by TLS. */
    static List<NodeCertificate> chain(List<X509Certificate> shown) {
        try {
            List<NodeCertificate> chain = new ArrayList<>();
            for (X509Certificate certificate : shown) {
                chain.add(NodeCertificate.ofDer(certificate.getEncoded()));
            }
            return chain;
        } catch (CertificateEncodingException e) {
            throw new IllegalArgumentException("not a certificate", e);
        }
    }

    /**
     * Who shows these certificates.
     *
     * @throws AdmissionException when no rule lets anybody be that, or it was revoked
     */
    Identity identify(List<NodeCertificate> chain, Instant now) {
        Identity identity = rules.identify(chain, now);
        if (new Revocations(lists, null).isRevoked(identity.certificate())) {
            throw new AdmissionException(Refusal.REVOKED, identity.toString());
        }
        return identity;
    }

    /**
     * Refuses whom this authority gives no keys, whether new or not.
     *
     * @throws AdmissionException for that
     */
    void checkMember(List<NodeCertificate> chain, Instant now) {
        if (layer == KeyLayer.CONTENT) {
            contentDoor(new Revocations(lists, null)).admit(chain, now);
        }
    }

    /**
     * Refuses a newcomer whom the policy does not admit, or of whom nobody can tell whether they were revoked.
     *
     * @throws AdmissionException for that
     */
    void checkNewcomer(List<NodeCertificate> chain, Identity identity, PolicyToken policy, Instant now) {
        Revocations revocations = new Revocations(lists, policy.maxStale());
        if (layer == KeyLayer.CONTENT) {
            contentDoor(revocations).admit(chain, now);
        }
        revocations.checkNewcomer(identity.certificate(), now);
        policy.checkNewcomer(identity);
    }

    /** Takes newer revocation lists, if there are any; one that is damaged leaves those in force that were. */
    void look() {
        List<byte[]> found = new ArrayList<>();
        List<RevocationList> read = new ArrayList<>();
        for (int i = 0; i < listFiles.size(); i++) {
            Path file = listFiles.get(i);
            byte[] list = Files.exists(file) ? SecureFiles.read(file, _ -> {}) : new byte[0];
            found.add(list);
            if (list.length > 0) {
                read.add(RevocationList.read(file.toString(), list, issuers.get(i)));
            }
        }
        if (!same(found)) {
            lookedAt = found;
            lists = read;
        }
    }

    private boolean same(List<byte[]> found) {
        boolean same = found.size() == lookedAt.size();
        for (int i = 0; same && i < found.size(); i++) {
            same = java.util.Arrays.equals(found.get(i), lookedAt.get(i));
        }
        return same;
    }

    private ContentAdmission contentDoor(Revocations revocations) {
        ContentAdmission door = new ContentAdmission(anchors, revocations);
        door.useRepairHeadKeys(repairHeadKeys);
        return door;
    }

    private static NodeCertificate ca(AuthorityDirectory directory, KeyLayer layer) {
        Path file = directory.caCertificate(layer);
        if (Files.notExists(file)) {
            throw new DeploymentException(file + ": no such file, needed: the CA whose certificates are believed");
        }
        return NodeCertificate.read(file.toString(), SecureFiles.read(file, _ -> {}));
    }
}
