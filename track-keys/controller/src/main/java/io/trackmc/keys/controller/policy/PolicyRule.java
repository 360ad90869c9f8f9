package io.trackmc.keys.controller.policy;

import io.trackmc.keys.controller.pki.Identity;
import java.util.List;

/**
 * Admits or refuses whom it describes. A list that is empty stands for anybody; all that are not must hold the newcomer's value.
 *
 * @param allow whether it admits; else it refuses
 * @param roles such as {@code receiver}
 * @param names of nodes, by identity
 * @param certificates SHA-256 of certificates, by identity
 * @param operators organisations of certificates, by attribute
 */
public record AdmissionRule(
        boolean allow, List<String> roles, List<String> names, List<String> certificates, List<String> operators) {

    /** Keeps the lists. */
    public AdmissionRule {
        roles = List.copyOf(roles);
        names = List.copyOf(names);
        certificates = List.copyOf(certificates);
        operators = List.copyOf(operators);
    }

    /** Admits everybody of a role. */
    public static AdmissionRule allowing(String role) {
        return new AdmissionRule(true, List.of(role), List.of(), List.of(), List.of());
    }

    boolean describes(Identity identity) {
        return holds(roles, identity.role().text()) && holds(names, identity.name())
                && holds(certificates, identity.certificate().sha256()) && holds(operators, identity.operator());
    }

    private static boolean holds(List<String> wanted, String found) {
        return wanted.isEmpty() || wanted.contains(found);
    }
}
