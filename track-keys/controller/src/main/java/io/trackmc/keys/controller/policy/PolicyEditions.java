package io.trackmc.keys.controller.policy;

import io.trackmc.keys.controller.pki.VerificationKey;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** The policy token in force, which only a newer one of the same owner and group replaces. Not thread-safe. */
public final class PolicyEditions {

    private final VerificationKey owner;
    private @Nullable SignedPolicy current;

    /** Of a group's owner. */
    public PolicyEditions(VerificationKey owner) {
        this.owner = owner;
    }

    /**
     * As it was before a restart.
     *
     * @param file of the stored token, for messages
     * @param stored its bytes
     * @param edition that the log says came into force last
     * @param sha256 of that token, 64 hexadecimal digits
     * @throws PolicyException when the token is not the owner's, or an older one than the log knows. A newer one is taken: it was stored
     *     and not yet written down
     */
    public static PolicyEditions resumed(
            VerificationKey owner, String file, byte[] stored, long edition, String sha256) {
        PolicyEditions editions = new PolicyEditions(owner);
        SignedPolicy found = SignedPolicy.read(file, stored, owner);
        long foundEdition = found.token().edition();
        if (foundEdition < edition
                || (foundEdition == edition && !sha256.equals(HexFormat.of().formatHex(found.hash())))) {
            throw new PolicyException(file + ": found edition " + foundEdition + ", allowed: edition " + edition
                    + " with hash " + sha256 + ", which the log says came into force, or a newer one");
        }
        editions.current = found;
        return editions;
    }

    /**
     * Takes a token.
     *
     * @param file for messages
     * @return whether it came into force now; false for the very one that is
     * @throws PolicyException when it is not the owner's, for another group, or not newer
     */
    public boolean accept(String file, byte[] bytes) {
        SignedPolicy offered = SignedPolicy.read(file, bytes, owner);
        if (current != null) {
            if (Arrays.equals(current.bytes(), offered.bytes())) {
                return false;
            }
            PolicyToken now = current.token();
            if (offered.token().gid() != now.gid()) {
                throw new PolicyException(file + ": a token of another group");
            }
            if (offered.token().edition() <= now.edition()) {
                throw new PolicyException(file + ": found edition " + offered.token().edition()
                        + ", allowed: newer than " + now.edition() + ", which is in force");
            }
            if (!offered.token().tenants().equals(now.tenants())) {
                throw new PolicyException(file + ": found other tenants, allowed: those of edition " + now.edition()
                        + ", because secrets have been given to them");
            }
        }
        current = offered;
        return true;
    }

    /** The one in force; null before the first. */
    public @Nullable SignedPolicy current() {
        return current;
    }
}
