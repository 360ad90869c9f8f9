package io.trackmc.keys.transport.rekey;

import io.trackmc.keys.transport.bundle.RekeyState;
import io.trackmc.keys.transport.msa.KeyRing;
import io.trackmc.proto.event.DropReason;
import io.trackmc.proto.protect.KeyChange;
import io.trackmc.proto.protect.KeyUpdates;
import org.jspecify.annotations.Nullable;

/** The rekeys of one layer at one node: {@link KeyUpdates} without the question which layer. */
public interface LayerRekeys {

    /** See {@link KeyUpdates#newest}. */
    long newest();

    /** See {@link KeyUpdates#applied}. */
    long applied();

    /** See {@link KeyUpdates#header}. */
    @Nullable
    DropReason header(byte[] inner, int offset, int length);

    /** See {@link KeyUpdates#chunk}. */
    @Nullable
    DropReason chunk(byte[] inner, int offset, int length);

    /** See {@link KeyUpdates#neededSlice}. */
    int neededSlice();

    /** See {@link KeyUpdates#holdsBack}. */
    boolean holdsBack();

    /** See {@link KeyUpdates#tryApply}. */
    boolean tryApply();

    /** See {@link KeyUpdates#pending}. */
    @Nullable
    KeyChange pending();

    /** See {@link KeyUpdates#activate}. */
    void activate();

    /** See {@link KeyUpdates#retirePrevious}. */
    void retirePrevious();

    /** See {@link KeyUpdates#hasPrevious}. */
    boolean hasPrevious();

    /** See {@link KeyUpdates#isAnnounced}. */
    boolean isAnnounced(int spi);

    /** Epochs of this layer that are installed; null where the node has no keys of it. */
    @Nullable
    KeyRing<?> ring();

    /** Number of nodes that headers of this layer expelled. */
    int expelledCount();

    /** One of them, in the order in which they became known. */
    int expelled(int index);

    /**
     * Refuses to go on from there.
     *
     * @throws IllegalArgumentException when it is of another authority
     */
    default void requireSameAuthority(RekeyState state) {
        throw new IllegalArgumentException("the keys of this layer never change");
    }

    /**
     * Goes on from another place of the chain, with other keys of the path: an authority has given them anew. The epoch that the last rekey up to there
     * brought is installed by the caller.
     *
     * @param state of the same authority, and later than {@link #applied}
     */
    default void goOn(RekeyState state) {
        throw new IllegalStateException("the keys of this layer never change");
    }

    /** Erases the keys of the path, where there is one: the node has ended. */
    default void destroy() {
        // Who only verifies, or never changes its keys, has none.
    }
}
