package io.trackmc.sender;

/**
 * Hears what becomes of a session. Called on the driver's thread: must return soon, must not wait for the publisher, and must not throw,
 * because an exception ends the node like any other error of its driver.
 *
 * <p>Positions are those that {@link Publisher#offer} returned.
 */
public interface PublisherListener {

    /** Hears nothing. */
    PublisherListener NONE = new PublisherListener() {};

    /**
     * Every receiver in the tree stores all messages up to {@code position}, and so no repair of them is needed any more. Positions
     * ascend; several may be told at once, by the last of them.
     *
     * @param receivers how many those are, those included that have left with all of the session; while receivers change
     *     parents, some may be counted twice or not at all
     * @param expected receivers there when the session began, or was finished; at least {@code receivers}
     */
    default void onStable(long position, int receivers, int expected) {}

    /**
     * Every receiver in the tree has confirmed all messages up to {@code position}, as {@code session.confirm} says: holds them, was given
     * them, or acknowledged them. Otherwise like {@link #onStable}, which comes first. Messages that were confirmed so late that the
     * sender has forgotten where they ended are told with later ones, at the latest with the end of the session.
     */
    default void onConfirmed(long position, int receivers, int expected) {}

    /** Somebody came, left or was given up. */
    default void onMemberChange(Members members) {}
}
