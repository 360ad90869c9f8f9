package io.trackmc.keys.controller.pki;

import io.trackmc.keys.transport.identity.RoleOid;

/** What identities under either CA say of themselves. They are types of their own, so that none can stand for the other. */
public abstract sealed class CertifiedIdentity implements Identity permits InfrastructureIdentity, SubscriberIdentity {

    private final RoleOid role;
    private final String name;
    private final String operator;
    private final NodeCertificate certificate;

    CertifiedIdentity(RoleOid role, String name, String operator, NodeCertificate certificate) {
        this.role = role;
        this.name = name;
        this.operator = operator;
        this.certificate = certificate;
    }

    @Override
    public final RoleOid role() {
        return role;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final String operator() {
        return operator;
    }

    @Override
    public final NodeCertificate certificate() {
        return certificate;
    }

    @Override
    public final String toString() {
        return name + " (" + role.text() + ")";
    }
}
