package io.trackmc.keys.controller.deploy;

import io.trackmc.keys.controller.pki.AdmittedMember;
import io.trackmc.keys.controller.pki.CertificateAuthority;
import io.trackmc.keys.controller.pki.ContentAdmission;
import io.trackmc.keys.controller.pki.KeyPair;
import io.trackmc.keys.controller.pki.NodeCertificate;
import io.trackmc.keys.controller.pki.Revocations;
import io.trackmc.keys.controller.pki.TrustAnchors;
import io.trackmc.keys.transport.bundle.NodeRole;
import io.trackmc.keys.transport.identity.RoleOid;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Lets the nodes of a new deployment in, through the same doors as everybody later. */
final class Admissions {

    private final DeploymentLog transport;
    private final DeploymentLog content;
    private final CertificateAuthority infrastructure;
    private final CertificateAuthority subscribers;
    private final Instant now;
    private final ContentAdmission contentDoor;
    private final Set<String> repairHeadKeys = new HashSet<>();

    Admissions(DeploymentLog transport, DeploymentLog content, CertificateAuthority infrastructure,
            CertificateAuthority subscribers, Instant now) {
        this.transport = transport;
        this.content = content;
        this.infrastructure = infrastructure;
        this.subscribers = subscribers;
        this.now = now;
        contentDoor = new ContentAdmission(
                new TrustAnchors(List.of(infrastructure.certificate()), List.of(subscribers.certificate())),
                Revocations.none());
    }

    NodeCertificate certify(GroupPlan.Node node, KeyPair keys) {
        RoleOid role = RoleOid.of(node.role());
        CertificateAuthority authority = role.isInfrastructure() ? infrastructure : subscribers;
        return NodeCertificate.read(node.name(), authority.issuePem(node.name(), role, keys, now));
    }

    void toTransport(GroupPlan.Node node, NodeCertificate certificate, List<String> names) {
        if (node.role() == NodeRole.REPAIR_HEAD) {
            repairHeadKeys.add(certificate.keySha256());
            contentDoor.useRepairHeadKeys(repairHeadKeys);
        }
        transport.admit(node, certificate);
        transport.release(node, certificate, names);
    }

    void toContent(GroupPlan.Node node, NodeCertificate certificate, List<String> names) {
        AdmittedMember admitted = contentDoor.admit(List.of(certificate), now);
        content.admit(node, admitted.identity().certificate());
        content.release(node, admitted.identity().certificate(), names);
    }
}
