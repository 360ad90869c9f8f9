package io.trackmc.keys.controller.proof;

import io.trackmc.keys.controller.log.LogEntry;
import io.trackmc.keys.controller.pki.AdmissionException;
import io.trackmc.keys.controller.pki.ChainRules;
import io.trackmc.keys.controller.pki.NodeCertificate;
import io.trackmc.keys.controller.pki.TrustAnchors;
import io.trackmc.keys.controller.pki.VerificationKey;
import io.trackmc.keys.transport.identity.RoleOid;
import io.trackmc.proto.protect.KeyLayer;
import java.text.Normalizer;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The authority whose log it is.
 *
 * @param layer of its keys
 * @param gid group id, 16 hexadecimal digits
 * @param operator who runs it
 * @param certificate its certificate
 * @param anchor trust anchor that it names for itself
 * @param key with which it signs
 */
public record LogOwner(KeyLayer layer, String gid, String operator, NodeCertificate certificate,
        NodeCertificate anchor, VerificationKey key) {

    private static final Pattern INVISIBLE = Pattern.compile("\\p{Cf}+");
    private static final Pattern SPACE = Pattern.compile("[\\p{Z}\\p{Cc}]+");

    static LogOwner of(KeyLayer layer, LogEntry.AuthorityCreated created) {
        if (!created.layer().equals(ProofException.name(layer))) {
            throw ProofException.at(layer, 1, "is the log of the other authority");
        }
        try {
            NodeCertificate certificate = NodeCertificate.ofDer(Base64.getDecoder().decode(created.certificate()));
            NodeCertificate anchor = NodeCertificate.ofDer(Base64.getDecoder().decode(created.anchor()));
            VerificationKey key = certificate.verificationKey()
                    .orElseThrow(() -> ProofException.at(layer, 1, "the authority's key is not Ed25519"));
            String operator = certificate.operator().orElse("");
            if (!operator.equals(created.operator())) {
                throw ProofException.at(layer, 1, "operator is not that of the certificate");
            }
            return new LogOwner(layer, created.gid(), operator, certificate, anchor, key);
        } catch (ProofException e) {
            throw e;
        } catch (RuntimeException _) {
            // Bouncy Castle reads the inner parts of a certificate when they are wanted, and throws what it likes.
            throw ProofException.at(layer, 1, "holds no certificate");
        }
    }

    /** Whether its certificate has its role under this anchor, or is this very certificate. */
    public boolean chainsTo(NodeCertificate other, Instant at) {
        boolean isTransport = layer == KeyLayer.TRANSPORT;
        List<NodeCertificate> anchors = List.of(other);
        try {
            return certificate.equals(other) || new ChainRules(
                    new TrustAnchors(isTransport ? anchors : List.of(), isTransport ? List.of() : anchors))
                    .identify(List.of(certificate), at).role() == role();
        } catch (AdmissionException _) {
            return false;
        }
    }

    /** Refuses two that are not independent of each other, or not of one group. */
    static void checkPair(LogOwner transport, LogOwner content) {
        require(transport.gid.equals(content.gid), "the two logs are of different groups");
        require(!normal(transport.operator).equals(normal(content.operator)),
                "both authorities are run by " + transport.operator);
        require(!transport.key.equals(content.key), "both authorities have the same key");
        require(!transport.anchor.keySha256().equals(content.anchor.keySha256()),
                "both authorities are under the same trust anchor");
    }

    /** Refuses one whose certificate has not its role, at that time, under the anchor that it names. */
    void checkCertificate(Instant at) {
        require(chainsTo(anchor, at), "the certificate of the " + role().text()
                + " does not chain to the trust anchor that it names");
    }

    /** Role of the authority. */
    public RoleOid role() {
        return layer == KeyLayer.TRANSPORT ? RoleOid.TRANSPORT_CONTROLLER : RoleOid.CONTENT_AUTHORITY;
    }

    /**
     * Two spellings of one name are one operator: compatibility forms, case, invisible characters and any kind of space make no difference.
     * Letters of other scripts that look alike do.
     */
    static String normal(String operator) {
        String visible = INVISIBLE.matcher(Normalizer.normalize(operator, Normalizer.Form.NFKC)).replaceAll("");
        String folded = visible.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
        return SPACE.matcher(Normalizer.normalize(folded, Normalizer.Form.NFKC)).replaceAll(" ").strip();
    }

    private static void require(boolean holds, String fault) {
        if (!holds) {
            throw new ProofException(fault);
        }
    }
}
