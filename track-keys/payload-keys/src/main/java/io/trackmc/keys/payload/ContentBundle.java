package io.trackmc.keys.payload;

import io.trackmc.keys.transport.bundle.Member;
import io.trackmc.keys.transport.bundle.RekeyState;
import io.trackmc.keys.transport.msa.KeyRing;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The content keys of a group, for its sender and receivers; in a file of its own, so that a repair head's directory has none.
 *
 * @param gid the group
 * @param groupName name of the group, for people
 * @param activeEpoch content epoch to send under; one of {@code epochs}
 * @param epochs one to three in ascending order; at most one is older and one newer than the active one
 * @param sources node ids whose content is opened
 * @param rekey place in the key trees of the content layer; null where keys never change
 */
public record ContentBundle(
        long gid, String groupName, long activeEpoch, List<ContentEpoch> epochs, List<Integer> sources,
        @Nullable RekeyState rekey) {

    /** Most sources of a group. */
    public static final int MAX_SOURCES = 64;

    /** Checks that the parts belong together. */
    public ContentBundle {
        epochs = List.copyOf(epochs);
        sources = List.copyOf(sources);
        require(Member.NAME.matcher(groupName).matches(), "a name of a group is " + Member.NAME_ALLOWED);
        require(!epochs.isEmpty() && epochs.size() <= KeyRing.MAX_EPOCHS, "1 to " + KeyRing.MAX_EPOCHS + " epochs");
        new KeyRing<>(epochs, activeEpoch);
        require(!sources.isEmpty() && sources.size() <= MAX_SOURCES, "1 to " + MAX_SOURCES + " sources");
        require(!sources.contains(0), "node id 0 is reserved");
        require(rekey == null || rekey.interiorLeaf() == RekeyState.NO_LEAF,
                "the content layer has no interior tree");
    }

    /** A bundle whose keys never change. */
    public ContentBundle(
            long gid, String groupName, long activeEpoch, List<ContentEpoch> epochs, List<Integer> sources) {
        this(gid, groupName, activeEpoch, epochs, sources, null);
    }

    /** Erases every key. */
    public void destroy() {
        epochs.forEach(ContentEpoch::destroy);
        if (rekey != null) {
            rekey.destroy();
        }
    }

    private static void require(boolean condition, String rule) {
        if (!condition) {
            throw new IllegalArgumentException(rule);
        }
    }
}
