package io.trackmc.keys.transport.bundle;

import java.util.regex.Pattern;

/**
 * A node of a group as everybody may know it.
 *
 * @param id node id, never used again in the group; not 0; u32
 * @param name unique in the group
 * @param role what it does
 */
public record Member(int id, String name, NodeRole role) {

    /** Form of the names of nodes and groups. */
    public static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,62}");

    /** {@link #NAME} in words. */
    public static final String NAME_ALLOWED = "1 to 63 letters, digits, '-' or '_', beginning with a letter or digit";

    /** Checks id and name. */
    public Member {
        if (id == 0) {
            throw new IllegalArgumentException("node id 0 is reserved");
        }
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("a name of a node is " + NAME_ALLOWED);
        }
    }
}
