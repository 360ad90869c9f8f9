package io.trackmc.net.tree;

/**
 * Something that happened, or several of a kind shortly one after the other.
 *
 * @param kind what it was
 * @param at when, milliseconds since 1970 by the clock of the node that tells it
 * @param until when the last of several was
 * @param count of how many nodes it tells
 * @param about names of the first of them, with commas between; may be empty
 * @param detail what there is to say besides; may be empty
 */
public record TreeEvent(Kind kind, long at, long until, long count, String about, String detail) {

    /** Kinds of events. */
    public enum Kind {
        /** A child was admitted. */
        CHILD_CAME("child-came"),
        /** A child has gone; detail says why. */
        CHILD_GONE("child-gone"),
        /** The node has found a parent. */
        PARENT_FOUND("parent-found"),
        /** The same after it lost another one, which detail names. */
        FAILED_OVER("failed-over"),
        /** The node has lost its parent; detail says why. */
        PARENT_LOST("parent-lost"),
        /** A session began. */
        SESSION_OPENED("session-opened"),
        /** The session is closed. */
        SESSION_CLOSED("session-closed"),
        /** Packets cannot be had any more. */
        DATA_LOST("data-lost"),
        /** Keys of another epoch are there. */
        KEYS_INSTALLED("keys-installed"),
        /** Keys of another epoch are in use. */
        KEYS_IN_USE("keys-in-use"),
        /** Only an authority can give the node its keys. */
        LEFT_BEHIND("left-behind"),
        /** An authority has expelled a node. */
        EXPELLED("expelled"),
        /** The node is through with the session, or has left the tree. */
        FINISHED("finished"),
        /** Children were seen under one parent and then under another, as detail says. */
        MOVED("moved");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        /** Its word. */
        public String text() {
            return text;
        }
    }
}
