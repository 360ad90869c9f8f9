package io.trackmc.keys.controller.authority;

import io.trackmc.keys.transport.bundle.NodeRole;
import io.trackmc.proto.protect.KeyLayer;
import java.security.cert.X509Certificate;

/**
 * A node that asks an authority for its keys and may have them by all rules but the last ({@link AdmissionRule}).
 *
 * @param layer whose keys: of the transport controller or of the content authority
 * @param group name of the group
 * @param name of the node, by its certificate and in the plan of the group
 * @param role by both
 * @param operator who runs it, by its certificate
 * @param isMember whether it is a member already by this certificate, so that it asks not for the first time
 * @param certificate with which it has shown that it is who it says, checked up to a trust anchor and not revoked as far as is known
 */
public record Applicant(KeyLayer layer, String group, String name, NodeRole role, String operator, boolean isMember,
        X509Certificate certificate) {}
