package io.trackmc.keys.controller.policy;

import io.trackmc.keys.controller.pki.VerificationKey;
import java.util.Arrays;
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
        }
        current = offered;
        return true;
    }

    /** The one in force; null before the first. */
    public @Nullable SignedPolicy current() {
        return current;
    }
}
