package io.trackmc.keys.controller.policy;

import io.trackmc.keys.controller.pki.AdmissionException;
import io.trackmc.keys.controller.pki.Identity;
import io.trackmc.keys.controller.pki.Refusal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the owner of a group wants of it.
 *
 * @param edition from 1; an authority takes none that is not newer than the one it has
 * @param gid group id
 * @param group name of the group
 * @param roles that may join
 * @param admission who of them may join
 * @param tenants customers whose regions are kept apart, the same in all editions; empty: one for all
 * @param rekey when keys change
 * @param convergence what the owner wants to know
 * @param mayExpel who may have a member expelled by asking for it
 * @param mayDeclareCompromise who may declare keys compromised
 * @param maxStale how old a revocation list may be for somebody to join; null: no lists are kept
 */
public record PolicyToken(long edition, long gid, String group, List<String> roles,
        List<PolicyRule> admission, List<Tenant> tenants, RekeyPolicy rekey, Convergence convergence,
        List<PolicyRule> mayExpel, List<PolicyRule> mayDeclareCompromise, @Nullable Duration maxStale) {

    /** Keeps the lists. */
    public PolicyToken {
        roles = List.copyOf(roles);
        admission = List.copyOf(admission);
        tenants = List.copyOf(tenants);
        mayExpel = List.copyOf(mayExpel);
        mayDeclareCompromise = List.copyOf(mayDeclareCompromise);
    }

    /** The first edition of a group that admits whoever has a certificate, where nobody may expel by asking for it. */
    public static PolicyToken first(long gid, String group) {
        return first(gid, group, List.of());
    }

    /**
     * The first edition of a group that admits whoever has a certificate.
     *
     * @param authorities who may expel and declare a compromise by asking for it
     */
    public static PolicyToken first(long gid, String group, List<PolicyRule> authorities) {
        List<String> roles = List.of("sender", "repair-head", "receiver");
        return new PolicyToken(1, gid, group, roles, roles.stream().map(PolicyRule::allowing).toList(), List.of(),
                RekeyPolicy.DEFAULT, Convergence.BEST_EFFORT, authorities, authorities, null);
    }

    /** The same with these tenants. */
    public PolicyToken with(List<Tenant> others) {
        return new PolicyToken(edition, gid, group, roles, admission, others, rekey, convergence, mayExpel,
                mayDeclareCompromise, maxStale);
    }

    /** The same as the next edition. */
    public PolicyToken next() {
        return new PolicyToken(edition + 1, gid, group, roles, admission, tenants, rekey, convergence, mayExpel,
                mayDeclareCompromise, maxStale);
    }

    /**
     * The next edition as that of another group, in which other certificates and keys have taken the place of those that its rules name.
     *
     * @param renamed hash of each, and that of what has taken its place
     */
    public PolicyToken inGroup(long other, Map<String, String> renamed) {
        return new PolicyToken(edition + 1, other, group, roles, renamed(admission, renamed), tenants, rekey,
                convergence,
                renamed(mayExpel, renamed), renamed(mayDeclareCompromise, renamed), maxStale);
    }

    private static List<PolicyRule> renamed(List<PolicyRule> rules, Map<String, String> renamed) {
        return rules.stream().map(rule -> rule.renamed(renamed)).toList();
    }

    /**
     * Refuses a newcomer whom the rules do not admit.
     *
     * @throws AdmissionException for that
     */
    public void checkNewcomer(Identity identity) {
        if (!roles.contains(identity.role().text()) || !PolicyRule.allows(admission, identity)) {
            throw new AdmissionException(Refusal.POLICY, identity + ", edition " + edition);
        }
    }

    /** Whether somebody may expel a member. */
    public boolean mayExpel(Identity identity) {
        return PolicyRule.allows(mayExpel, identity);
    }

    /** Whether somebody may declare keys compromised. */
    public boolean mayDeclareCompromise(Identity identity) {
        return PolicyRule.allows(mayDeclareCompromise, identity);
    }
}
