package io.trackmc.keys.controller.deploy;

import io.trackmc.keys.controller.DeploymentException;

/**
 * Who runs what. The two must differ for a proof to mean anything.
 *
 * @param infrastructure runs the transport controller and the repair heads: organisation of their certificates
 * @param content runs the content authority, and whom it admits: organisation of their certificates
 */
public record Operators(String infrastructure, String content) {

    private static final int MAX_LENGTH = 64;

    /** Refuses what cannot stand in a certificate. */
    public Operators {
        check(infrastructure);
        check(content);
    }

    private static void check(String name) {
        if (name.isBlank() || name.length() > MAX_LENGTH) {
            throw new DeploymentException(
                    "operator: found \"" + name + "\", allowed: 1 to " + MAX_LENGTH + " characters");
        }
    }

    /** Names made from the group's, for a deployment in which nobody has said. */
    public static Operators of(String group) {
        String start = group.substring(0, Math.min(group.length(), 40));
        return new Operators(start + " infrastructure", start + " content");
    }
}
