package io.trackmc.keys.controller.pki;

import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * The content authority's door. It lets nobody in who could be a repair head, and each of these alone is enough to stay outside:
 *
 * <ul>
 *   <li>by type: what comes out is an {@link AdmittedMember}, and no repair head can become one;
 *   <li>by CA: only the Subscriber CA is believed here, which certifies no repair heads;
 *   <li>by EKU: a certificate that names the role of a repair head, beside another or alone, is refused whoever issued it;
 *   <li>by list: a public key on the transport controller's list of repair heads is refused whatever its certificate says.
 * </ul>
 *
 * <p>That a newcomer holds the key of their certificate is shown before, by the TLS handshake or by the certificate request. Not
 * thread-safe.
 */
public final class ContentAdmission {

    private final ChainRules rules;
    private final List<NodeCertificate> anchors;
    private Revocations revocations;
    private Set<String> repairHeadKeys = Set.of();

    /** Of the anchors only those of subscribers count. */
    public ContentAdmission(TrustAnchors anchors, Revocations revocations) {
        this(new ChainRules(anchors), anchors, revocations);
    }

    /**
     * The same beside other rules over the same anchors, with which it shares what was found out about chains.
     *
     * @param beside of the whole authority
     */
    public ContentAdmission(ChainRules beside, TrustAnchors anchors, Revocations revocations) {
        rules = beside.subscribersOnly();
        this.anchors = anchors.subscribers();
        this.revocations = revocations;
    }

    /** Takes newer lists. */
    public void useRevocations(Revocations newer) {
        revocations = newer;
    }

    /**
     * Takes the transport controller's list of repair heads.
     *
     * @param keySha256 SHA-256 of the SubjectPublicKeyInfo of each, 64 hexadecimal digits
     */
    public void useRepairHeadKeys(Set<String> keySha256) {
        repairHeadKeys = Set.copyOf(keySha256);
    }

    /**
     * Lets somebody in.
     *
     * @param chain the node's certificate first
     * @throws AdmissionException when they may not
     */
    public AdmittedMember admit(List<NodeCertificate> chain, Instant now) {
        if (!(rules.identify(chain, now) instanceof SubscriberIdentity identity)) {
            throw new AdmissionException(Refusal.NOT_A_SUBSCRIBER, chain.getFirst().toString());
        }
        if (repairHeadKeys.contains(identity.certificate().keySha256())) {
            throw new AdmissionException(Refusal.REPAIR_HEAD_KEY, identity.certificate().toString());
        }
        revocations.checkNewcomer(chain, anchors, now);
        return switch (identity.role()) {
            case SENDER -> new AdmittedSender(identity);
            case RECEIVER -> new AdmittedReceiver(identity);
            case REPAIR_HEAD, TRANSPORT_CONTROLLER,
                    CONTENT_AUTHORITY -> throw new AdmissionException(Refusal.NOT_A_SUBSCRIBER, identity.toString());
        };
    }
}
