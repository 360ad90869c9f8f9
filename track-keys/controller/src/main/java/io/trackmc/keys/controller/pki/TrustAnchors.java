package io.trackmc.keys.controller.pki;

import io.trackmc.keys.controller.DeploymentException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.Set;

/**
 * Whose certificates are believed, for each kind of role apart. Any CA will do, an existing one of a company too; none may be both.
 *
 * @param infrastructure certify repair heads and the transport controller
 * @param subscribers certify senders, receivers and the content authority
 */
public record TrustAnchors(List<NodeCertificate> infrastructure, List<NodeCertificate> subscribers) {

    /** Refuses a key that stands for both kinds. */
    public TrustAnchors {
        infrastructure = List.copyOf(infrastructure);
        subscribers = List.copyOf(subscribers);
        Set<String> keys = infrastructure.stream().map(NodeCertificate::keySha256).collect(Collectors.toSet());
        for (NodeCertificate anchor : subscribers) {
            if (keys.contains(anchor.keySha256())) {
                throw new DeploymentException("trust anchor " + anchor
                        + " stands for infrastructure and subscribers, allowed: two that share no key");
            }
        }
    }

    /** Only those of subscribers, for an authority that admits no other. */
    public TrustAnchors subscribersOnly() {
        return new TrustAnchors(List.of(), subscribers);
    }
}
