package io.trackmc.keys.controller.authority;

import java.util.HashMap;
import java.util.Map;

/**
 * How often members are given their keys: each time costs a force of the log, a seal, and a line that is kept for ever. A node asks when it starts, so
 * few times are enough. Holds something for each member that was given keys in the last minute. Not thread-safe.
 */
final class ReleaseLimit {

    /** How often each member is given keys in a minute, where nobody has said. */
    static final int DEFAULT_A_MINUTE = 10;

    static final long MINUTE_MS = 60_000;

    private final int aMinute;
    private final Map<Integer, Given> given = new HashMap<>();
    private long forgotMs;

    /** How often, from when on. */
    private static final class Given {
        final long sinceMs;
        int times;

        Given(long sinceMs) {
            this.sinceMs = sinceMs;
        }
    }

    ReleaseLimit(int aMinute, long nowMs) {
        this.aMinute = aMinute;
        forgotMs = nowMs;
    }

    /** Whether a member may be given keys once more. */
    boolean take(int member, long nowMs) {
        forget(nowMs);
        Given times = given.get(member);
        if (times == null || nowMs - times.sinceMs >= MINUTE_MS) {
            times = new Given(nowMs);
            given.put(member, times);
        }
        boolean may = times.times < aMinute;
        times.times += may ? 1 : 0;
        return may;
    }

    int remembered() {
        return given.size();
    }

    private void forget(long nowMs) {
        if (nowMs - forgotMs >= MINUTE_MS) {
            forgotMs = nowMs;
            given.values().removeIf(times -> nowMs - times.sinceMs >= MINUTE_MS);
        }
    }
}
