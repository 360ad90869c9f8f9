package io.trackmc.net.tree;

import java.io.Serial;

/** A text is not a tree as a node would tell it, or is of more than a tree needs. */
public final class TreeFormatException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    private final boolean tooLarge;

    TreeFormatException(String message) {
        this(message, false);
    }

    private TreeFormatException(String message, boolean tooLarge) {
        super(message);
        this.tooLarge = tooLarge;
    }

    /** It may be a tree, but one of too much. */
    static TreeFormatException tooLarge(String message) {
        return new TreeFormatException(message, true);
    }

    /** Whether there is too much of it. */
    boolean isTooLarge() {
        return tooLarge;
    }
}
