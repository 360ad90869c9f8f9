package io.trackmc.net.authority;

import io.trackmc.keys.transport.identity.PeerIdentity;
import io.trackmc.keys.transport.identity.RoleOid;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * By what an authority is known: its key. Its trust anchor may have certified other authorities too, of other groups and by the same name, and whoever
 * has one of their certificates must not pass for it. A renewed certificate of the same key is as good as the one before.
 *
 * @param role that its certificate must have
 * @param keys SHA-256 of the SubjectPublicKeyInfo of each key that it may have, hexadecimal digits; several while it gets a new one
 */
public record AuthorityPin(RoleOid role, Set<String> keys) {

    /** Keeps the set. */
    public AuthorityPin {
        keys = Set.copyOf(keys);
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("needed: at least one key");
        }
    }

    /**
     * The holder of the key of any of these certificates.
     *
     * @throws GeneralSecurityException when one of them is not of that role
     */
    public static AuthorityPin of(RoleOid role, List<X509Certificate> certificates) throws GeneralSecurityException {
        Set<String> keys = new HashSet<>();
        for (X509Certificate certificate : certificates) {
            PeerIdentity identity = PeerIdentity.of(certificate);
            requireRole(role, identity);
            keys.add(identity.publicKeySha256());
        }
        return new AuthorityPin(role, keys);
    }

    /**
     * Refuses somebody else.
     *
     * @throws GeneralSecurityException with what is wrong
     */
    void check(PeerIdentity found) throws GeneralSecurityException {
        requireRole(role, found);
        if (!keys.contains(found.publicKeySha256())) {
            throw new GeneralSecurityException("\"" + found.name() + "\" of " + found.operator()
                    + " with another key than the " + role.text() + " that is known here");
        }
    }

    private static void requireRole(RoleOid role, PeerIdentity found) throws GeneralSecurityException {
        if (found.role() != role) {
            throw new GeneralSecurityException("a " + found.role().text() + ", allowed: a " + role.text());
        }
    }
}
