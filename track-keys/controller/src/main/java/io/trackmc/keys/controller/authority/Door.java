package io.trackmc.keys.controller.authority;

import io.trackmc.keys.controller.DeploymentException;
import io.trackmc.keys.controller.deploy.AuthorityDirectory;
import io.trackmc.keys.controller.pki.AdmissionException;
import io.trackmc.keys.controller.pki.ChainRules;
import io.trackmc.keys.controller.pki.ContentAdmission;
import io.trackmc.keys.controller.pki.Identity;
import io.trackmc.keys.controller.pki.NodeCertificate;
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
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import javax.net.ssl.X509TrustManager;

/**
 * Who somebody is that asks, and whether they may come in. The content authority's has {@link ContentAdmission} in it, whose type is what
 * keeps repair heads out. Not thread-safe.
 */
final class Door {

    private final KeyLayer layer;
    private final TrustAnchors anchors;
    private final List<NodeCertificate> allAnchors;
    private final ChainRules rules;
    private final ContentAdmission contentDoor;
    private final List<RevocationKeeper> revoked = new ArrayList<>();

    /**
     * Of an authority.
     *
     * @param repairHeadKeys SHA-256 of the keys of all repair heads
     */
    Door(KeyLayer layer, AuthorityDirectory directory, Set<String> repairHeadKeys) {
        this.layer = layer;
        anchors = new TrustAnchors(List.of(ca(directory, KeyLayer.TRANSPORT)),
                List.of(ca(directory, KeyLayer.CONTENT)));
        allAnchors = Stream.concat(anchors.infrastructure().stream(), anchors.subscribers().stream()).toList();
        rules = new ChainRules(anchors);
        contentDoor = new ContentAdmission(rules, anchors, Revocations.none());
        contentDoor.useRepairHeadKeys(repairHeadKeys);
        for (KeyLayer of : KeyLayer.values()) {
            Path offered = directory.revocationList(of);
            revoked.add(new RevocationKeeper(offered, directory.own(layer).resolve(offered.getFileName()),
                    ca(directory, of)));
        }
    }

    /** Who may shake hands: whoever one of the CAs has certified. Any thread. */
    X509TrustManager handshakes(InstantSource clock) {
        return new HandshakeTrust(rules, allAnchors, clock);
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
     * @throws AdmissionException when no rule lets anybody be that, or one of them was revoked
     */
    Identity identify(List<NodeCertificate> chain, Instant now) {
        Identity identity = rules.identify(chain, now);
        known().checkNewcomer(chain, allAnchors, now);
        return identity;
    }

    /**
     * Who shows these certificates, to whom this authority may give keys, whether new or not.
     *
     * @throws AdmissionException when it may not
     */
    Identity identifyMember(List<NodeCertificate> chain, Instant now) {
        if (layer == KeyLayer.TRANSPORT) {
            return identify(chain, now);
        }
        contentDoor.useRevocations(known());
        return contentDoor.admit(chain, now).identity();
    }

    /**
     * Refuses a newcomer whom the policy does not admit, or of whom nobody can tell whether they were revoked.
     *
     * @throws AdmissionException for that
     */
    void checkNewcomer(List<NodeCertificate> chain, Identity identity, PolicyToken policy, Instant now) {
        new Revocations(lists(), policy.maxStale()).checkNewcomer(chain, allAnchors, now);
        policy.checkNewcomer(identity);
    }

    /**
     * Takes newer revocation lists, if there are any.
     *
     * @param refused told the file and why, of one that is not taken
     */
    void look(Instant now, BiConsumer<String, String> refused) {
        revoked.forEach(keeper -> keeper.look(now, refused));
    }

    /** Whom the lists name is out, however old the lists are. */
    private Revocations known() {
        return new Revocations(lists(), null);
    }

    private List<RevocationList> lists() {
        return revoked.stream().map(RevocationKeeper::current).filter(Objects::nonNull).toList();
    }

    private static NodeCertificate ca(AuthorityDirectory directory, KeyLayer layer) {
        Path file = directory.caCertificate(layer);
        if (Files.notExists(file)) {
            throw new DeploymentException(file + ": no such file, needed: the CA whose certificates are believed");
        }
        return NodeCertificate.read(file.toString(), SecureFiles.read(file, _ -> {}));
    }
}
