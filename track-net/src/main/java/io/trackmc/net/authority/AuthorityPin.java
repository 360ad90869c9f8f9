package io.trackmc.net.authority;

import io.trackmc.keys.transport.identity.PeerIdentity;
import io.trackmc.keys.transport.identity.RoleOid;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Optional;

/**
 * By what an authority is known. Its trust anchor may have certified other authorities too, of other groups: without the key, whoever has one
 * of their certificates can pass for it.
 *
 * @param role that its certificate must have
 * @param name common name that its certificate must have
 * @param keySha256 SHA-256 of its SubjectPublicKeyInfo, hexadecimal digits; empty when only role and name are known
 */
public record AuthorityPin(RoleOid role, String name, Optional<String> keySha256) {

    /** An authority of that role by the name that {@code keys init} gives it. */
    public static AuthorityPin of(RoleOid role) {
        return new AuthorityPin(role, role.text(), Optional.empty());
    }

    /**
     * The holder of this certificate, or of a later one for the same key.
     *
     * @throws GeneralSecurityException when it is nobody's of ours
     */
    public static AuthorityPin of(X509Certificate certificate) throws GeneralSecurityException {
        PeerIdentity identity = PeerIdentity.of(certificate);
        return new AuthorityPin(identity.role(), identity.name(), Optional.of(identity.publicKeySha256()));
    }

    /**
     * Refuses somebody else.
     *
     * @throws GeneralSecurityException with what is wrong
     */
    void check(PeerIdentity found) throws GeneralSecurityException {
        if (found.role() != role) {
            throw new GeneralSecurityException("a " + found.role().text() + ", allowed: a " + role.text());
        }
        if (!found.name().equals(name)) {
            throw new GeneralSecurityException("\"" + found.name() + "\", allowed: \"" + name + "\"");
        }
        if (!keySha256.map(found.publicKeySha256()::equals).orElse(true)) {
            throw new GeneralSecurityException("\"" + name + "\" with another key than it should have");
        }
    }
}
