package io.trackmc.keys.controller.authority;

import java.io.Serial;

/**
 * A rule of one's own about who gets keys, beside those that hold anyway: it can refuse whom certificate, plan and policy let in, and lets in nobody whom they
 * refuse. Given to an authority by {@link AuthoritySettings#withAdmission}. Each of the two authorities has its own; whom only one of them refuses has
 * the keys of one layer and can do nothing with them.
 *
 * <p>It is asked each time that a node wants its keys: when it joins, when it starts again, and when it has missed too many rekeys. It takes no keys away:
 * what a node was given before, by {@code keys init} too, it has until the next rekey without it ({@link Authority#expel}), and a member that
 * runs follows rekeys without asking anybody.
 *
 * <p>It is asked on the authority's only thread, on which everybody else waits meanwhile: it must return soon, so it asks what others have prepared in memory, and no
 * data base. It must not call the authority, which throws {@link IllegalStateException} then. It is never asked by two threads at once.
 */
@FunctionalInterface
public interface AdmissionRule {

    /** Refuses nobody. */
    AdmissionRule NONE = _ -> {};

    /**
     * Returns when the node may have its keys.
     *
     * @throws Refused when it may not
     * @throws Exception anything else is a fault in the rule, and refuses too: the node is told that the rule failed and no more, the operator what it has thrown. So do
     *     {@link AssertionError}, {@link LinkageError} and {@link StackOverflowError}; any other error stops the authority, which then gives nobody anything
     */
    void check(Applicant applicant) throws Exception;

    /** A rule refuses. The node asks again when it is started again, and one that runs after a while. */
    final class Refused extends Exception {

        /** Characters of a reason that count; the rest is cut off. */
        public static final int MAX_REASON = 200;

        @Serial
        private static final long serialVersionUID = 1L;

        /** @param reason for the node, and for the authority's log: says nothing that those who read them should not know */
        public Refused(String reason) {
            super(reason.length() > MAX_REASON ? reason.substring(0, MAX_REASON) : reason, null, false, false);
        }
    }
}
