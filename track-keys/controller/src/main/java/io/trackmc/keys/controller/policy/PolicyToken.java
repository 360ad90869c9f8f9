package io.trackmc.keys.controller.policy;

import io.trackmc.keys.controller.pki.AdmissionException;
import io.trackmc.keys.controller.pki.Identity;
import io.trackmc.keys.controller.pki.Refusal;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the owner of a group wants of it.
 *
 * @param edition from 1; an authority takes none that is not newer than the one it has
 * @param gid group id
 * @param group name of the group
 * @param contentProtection whether content is encrypted; without it there is nothing that repair heads cannot read
 * @param roles that may join
 * @param admission rules; the first that describes a newcomer decides, and whom none describes is refused
 * @param tenants customers whose regions are kept apart; empty: one for all
 * @param rekey when keys change
 * @param convergence what the owner wants to know
 * @param mayExpel roles of those who may expel a member
 * @param mayDeclareCompromise roles of those who may declare keys compromised
 * @param maxStale how old a revocation list may be for somebody to join; null: no lists are kept
 */
public record PolicyToken(long edition, long gid, String group, boolean contentProtection, List<String> roles,
        List<AdmissionRule> admission, List<Tenant> tenants, RekeyPolicy rekey, Convergence convergence,
        List<String> mayExpel, List<String> mayDeclareCompromise, @Nullable Duration maxStale) {

    /** Keeps the lists. */
    public PolicyToken {
        roles = List.copyOf(roles);
        admission = List.copyOf(admission);
        tenants = List.copyOf(tenants);
        mayExpel = List.copyOf(mayExpel);
        mayDeclareCompromise = List.copyOf(mayDeclareCompromise);
    }

    /** The first edition of a group that admits whoever has a certificate. */
    public static PolicyToken first(long gid, String group) {
        List<String> roles = List.of("sender", "repair-head", "receiver");
        List<String> authorities = List.of("group-owner", "transport-controller", "content-authority");
        return new PolicyToken(1, gid, group, true, roles, roles.stream().map(AdmissionRule::allowing).toList(),
                List.of(), RekeyPolicy.DEFAULT, Convergence.ALL, authorities, authorities, null);
    }

    /**
     * Refuses a newcomer whom the rules do not admit.
     *
     * @throws AdmissionException for that
     */
    public void checkNewcomer(Identity identity) {
        boolean admitted = roles.contains(identity.role().text()) && admission.stream()
                .filter(rule -> rule.describes(identity)).findFirst().map(AdmissionRule::allow).orElse(false);
        if (!admitted) {
            throw new AdmissionException(Refusal.POLICY, identity + ", edition " + edition);
        }
    }

    /** Whether somebody of that role may expel a member. */
    public boolean mayExpel(String role) {
        return mayExpel.contains(role);
    }

    /** Whether somebody of that role may declare keys compromised. */
    public boolean mayDeclareCompromise(String role) {
        return mayDeclareCompromise.contains(role);
    }
}
