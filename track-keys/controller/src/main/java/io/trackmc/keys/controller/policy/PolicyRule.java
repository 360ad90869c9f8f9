package io.trackmc.keys.controller.policy;

import io.trackmc.keys.controller.pki.Identity;
import java.util.List;
import java.util.Map;

/**
 * Lets whom it describes do something, or not: join, expel, declare a compromise. A list that is empty stands for anybody; all that are not must hold
 * the asker's value. Of several rules the first that describes somebody decides; whom none describes may not.
 *
 * @param allow whether they may
 * @param roles such as {@code receiver}
 * @param names of nodes, by identity
 * @param certificates SHA-256 of certificates, by identity
 * @param keys SHA-256 of their public keys, by identity, whichever certificate is shown for them
 * @param operators organisations of certificates, by attribute
 */
public record PolicyRule(boolean allow, List<String> roles, List<String> names, List<String> certificates,
        List<String> keys, List<String> operators) {

    /** Keeps the lists. */
    public PolicyRule {
        roles = List.copyOf(roles);
        names = List.copyOf(names);
        certificates = List.copyOf(certificates);
        keys = List.copyOf(keys);
        operators = List.copyOf(operators);
    }

    /** For everybody of a role. */
    public static PolicyRule allowing(String role) {
        return new PolicyRule(true, List.of(role), List.of(), List.of(), List.of(), List.of());
    }

    /** For the holder of a key in a role. */
    public static PolicyRule allowingKey(String role, String keySha256) {
        return new PolicyRule(true, List.of(role), List.of(), List.of(), List.of(keySha256), List.of());
    }

    PolicyRule renamed(Map<String, String> renamed) {
        return new PolicyRule(allow, roles, names,
                certificates.stream().map(hash -> renamed.getOrDefault(hash, hash)).toList(),
                keys.stream().map(hash -> renamed.getOrDefault(hash, hash)).toList(), operators);
    }

    static boolean allows(List<PolicyRule> rules, Identity identity) {
        return rules.stream().filter(rule -> rule.describes(identity)).findFirst().map(PolicyRule::allow).orElse(false);
    }

    private boolean describes(Identity identity) {
        return holds(roles, identity.role().text()) && holds(names, identity.name())
                && holds(certificates, identity.certificate().sha256())
                && holds(keys, identity.certificate().keySha256()) && holds(operators, identity.operator());
    }

    private static boolean holds(List<String> wanted, String found) {
        return wanted.isEmpty() || wanted.contains(found);
    }
}
