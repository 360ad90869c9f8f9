package io.trackmc.keys.controller.pki;

import io.trackmc.keys.transport.identity.RoleOid;

/** A sender, receiver or content authority, by a certificate under the Subscriber CA. */
public final class SubscriberIdentity extends CertifiedIdentity {

    SubscriberIdentity(RoleOid role, String name, String operator, NodeCertificate certificate) {
        super(role, name, operator, certificate);
    }
}
