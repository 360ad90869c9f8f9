package io.trackmc.keys.transport.key;

/** The key trees of a layer; names of nodes and entries of chunks carry the code (wire format §4.4). */
public enum KeyTreeKind {
    /** Over the members at home in one region. */
    MEMBERS(1, 7, "members"),
    /** Over the child regions of one region. */
    CHILDREN(2, 6, "children"),
    /** The one node above the two of a region. */
    BOTH(3, 1, "both"),
    /** Over sender and repair heads; transport only. */
    INTERIOR(4, 8, "interior");

    /** Children of a node, but of {@link #BOTH}, which has two. */
    public static final int DEGREE = 4;

    private final int code;
    private final int height;
    private final String text;

    KeyTreeKind(int code, int height, String text) {
        this.code = code;
        this.height = height;
        this.text = text;
    }

    /** Number on the wire and in derivations, 1 to 4. */
    public int code() {
        return code;
    }

    /** Level of the root; leaves are at level 0. */
    public int height() {
        return height;
    }

    /** Leaves that there is room for. */
    public int leaves() {
        return 1 << (2 * height);
    }

    /** Name in bundles. */
    public String text() {
        return text;
    }
}
