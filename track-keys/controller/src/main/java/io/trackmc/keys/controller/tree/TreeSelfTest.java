package io.trackmc.keys.controller.tree;

import io.trackmc.keys.transport.rekey.RekeySelfTest;
import java.security.SecureRandom;
import java.time.Instant;

/** Has a rekey of a group that exists nowhere made here, and applied by a member of it, before an authority makes one that matters. */
public final class TreeSelfTest {

    private static boolean passed;

    private TreeSelfTest() {}

    /**
     * Does nothing when it has been done in this process. Any thread.
     *
     * @throws IllegalStateException when the member cannot apply what was made
     */
    public static synchronized void require() {
        if (!passed) {
            RehearsalGroup group = new RehearsalGroup(new SecureRandom(), Instant.EPOCH);
            RekeySelfTest.requireApplied(group.bundle(), group.parts());
            passed = true;
        }
    }
}
