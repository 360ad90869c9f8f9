package io.trackmc.keys.controller.pki;

import io.trackmc.keys.transport.identity.RoleOid;

/** A repair head or transport controller, by a certificate under the Infrastructure CA. */
public final class InfrastructureIdentity implements Identity {

    private final RoleOid role;
    private final String name;
    private final String operator;
    private final NodeCertificate certificate;

    InfrastructureIdentity(RoleOid role, String name, String operator, NodeCertificate certificate) {
        this.role = role;
        this.name = name;
        this.operator = operator;
        this.certificate = certificate;
    }

    @Override
    public RoleOid role() {
        return role;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String operator() {
        return operator;
    }

    @Override
    public NodeCertificate certificate() {
        return certificate;
    }

    @Override
    public String toString() {
        return name + " (" + role.text() + ")";
    }
}
