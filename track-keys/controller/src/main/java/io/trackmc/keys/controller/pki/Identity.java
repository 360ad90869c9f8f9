package io.trackmc.keys.controller.pki;

import io.trackmc.keys.transport.identity.RoleOid;

/** Somebody whose certificate was checked: their role is theirs by the right CA. Made by {@link ChainRules} alone. */
public sealed interface Identity permits CertifiedIdentity {

    /** The one role. */
    RoleOid role();

    /** Name of the node. */
    String name();

    /** Who runs it. */
    String operator();

    /** The certificate. */
    NodeCertificate certificate();
}
