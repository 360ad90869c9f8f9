package io.trackmc.proto.tree;

import io.trackmc.proto.wire.BindConfirmMessage;

/** What a role does when its relation to its parents changes; called by {@link BindClient} within an input of the engine. */
public interface BindListener {

    /** A parent confirmed. The bond is in place and {@code confirm} holds what the parent said; it is reused afterwards. */
    void onBound(long nowNs, ParentBond bond, BindConfirmMessage confirm);

    /**
     * The parent says, under the pair key, which counter of the source's data channel is certain to be true.
     *
     * @param spi epoch whose counter it is
     * @param counter 0 when the parent does not know
     */
    void onSourceCounter(int spi, long counter);

    /** The parent says, under the pair key, how long it takes from this node to the sender and back, over the tree. */
    default void onSenderRtt(long nowNs, long rttNs) {
        // Matters where congestion is controlled.
    }

    /** The parent is gone; another is being looked for. */
    void onParentLost(long nowNs);

    /** The parent is asked whether it is there, because it is not heard as it should be. */
    default void onDoubt(long nowNs) {}

    /** Oldest sequence that this child's subtree needs; 0 for whatever there is. */
    long oldestNeeded();

    /** Receivers in this child's subtree, itself included if it is one. */
    int receiverCount();

    /** Oldest of the newest transport epochs that those below this child have installed; very high when there are none. */
    default long transportEpochBelow() {
        return Long.MAX_VALUE;
    }

    /** Confirmed receivers of which the present parent was told, and no other will be; none of a receiver. */
    FarewellCounts toldCounts();

    /** The parent took note that this node left, or did not answer any more. */
    void onUnbound(long nowNs);
}
