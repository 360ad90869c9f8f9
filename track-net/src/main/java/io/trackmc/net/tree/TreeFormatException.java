package io.trackmc.net.tree;

import java.io.Serial;

/** A text is not a tree as a node would tell it. */
public final class TreeFormatException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    TreeFormatException(String message) {
        super(message);
    }
}
