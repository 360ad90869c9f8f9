package io.trackmc.keys.controller.tree;

import io.trackmc.keys.transport.rekey.RekeySelfTest;
import java.security.SecureRandom;
import java.time.Instant;

/** Has a rekey of a group that exists nowhere made here, and applied by a member of it, before an authority makes one that matters. */
public final class TreeSelfTest {

    private TreeSelfTest() {}

    /**
     * Does nothing when it has been done in this process. Any thread.
     *
     * @throws IllegalStateException when the member cannot apply what was made
     */
    public static void require() {
        var _ = Passed.YES;
    }

    /** Once, and then never again. */
    private static final class Passed {
        static final boolean YES = run();

        private static boolean run() {
            RehearsalGroup group = new RehearsalGroup(new SecureRandom(), Instant.EPOCH);
            RekeySelfTest.requireApplied(group.bundle(), group.parts());
            return true;
        }
    }
}
