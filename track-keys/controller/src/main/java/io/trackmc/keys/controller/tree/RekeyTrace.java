package io.trackmc.keys.controller.tree;

import io.trackmc.keys.controller.log.KeyName;

/**
 * Hears how each new key of a rekey can be found, for the audit log. Names are those of {@link KeyName}, each with the rekey in which the key
 * came: {@code T:M/7/1/3@12}.
 */
public interface RekeyTrace {

    /** Whoever has the first key can unwrap the second. */
    void wraps(String under, String gives);

    /** Whoever has the first key can derive the second. */
    void derives(String from, String gives);
}
