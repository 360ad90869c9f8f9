package io.trackmc.keys.controller.pki;

import io.trackmc.keys.transport.identity.RoleOid;

/** A repair head or transport controller, by a certificate under the Infrastructure CA. */
public final class InfrastructureIdentity extends CertifiedIdentity {

    InfrastructureIdentity(RoleOid role, String name, String operator, NodeCertificate certificate) {
        super(role, name, operator, certificate);
    }
}
