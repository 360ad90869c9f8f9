package io.trackmc.cli.role;

import io.trackmc.cli.task.TaskException;
import io.trackmc.keys.transport.bundle.NodeConfKeys;
import io.trackmc.proto.wire.ConfirmOn;
import io.trackmc.proto.wire.SessionRules;

/** What a session must be for commands that take a stream from its beginning to its end, in order, and confirm it by themselves. */
public final class StreamRules {

    private StreamRules() {}

    /**
     * Checks it.
     *
     * @param what is sent, for who has to change the rules
     * @throws TaskException when its rules do not do
     */
    public static void check(String what, SessionRules rules) {
        if (rules.isUnordered()) {
            throw TaskException.usage("key \"" + NodeConfKeys.SESSION_ORDER
                    + "\": found unordered, allowed: ordered, for " + what);
        }
        if (rules.confirmOn() == ConfirmOn.APPLICATION) {
            throw TaskException.usage("key \"" + NodeConfKeys.SESSION_CONFIRM
                    + "\": found application, allowed: receive or delivery, for " + what);
        }
    }
}
