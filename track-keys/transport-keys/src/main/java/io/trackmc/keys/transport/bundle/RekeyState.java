package io.trackmc.keys.transport.bundle;

import static io.trackmc.keys.transport.bundle.Rules.require;

import io.trackmc.keys.transport.key.KeyTreeKind;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A member's place in the key trees of one layer and the keys on its path, so that it can follow rekeys by itself.
 *
 * @param anchor where the chain of rekeys goes on
 * @param path home region first, then the region in which its head is at home, up to region 0
 * @param keys keys of nodes on the path, the member's leaf among them
 * @param interiorLeaf leaf of the interior tree; {@link #NO_LEAF} for whoever is not in it
 */
public record RekeyState(RekeyAnchor anchor, List<PathStep> path, List<PathKey> keys, int interiorLeaf) {

    /** Not in the interior tree. */
    public static final int NO_LEAF = -1;

    /** Most regions on a path: as many as a Heartbeat can name ancestors, and the home region. */
    public static final int MAX_STEPS = 33;

    /** Checks that the keys are of nodes on the path. */
    public RekeyState {
        path = List.copyOf(path);
        keys = List.copyOf(keys);
        require(!path.isEmpty() && path.size() <= MAX_STEPS, "a path of 1 to " + MAX_STEPS + " regions");
        require(path.getLast().region() == 0, "the path ends with region 0");
        Set<Integer> regions = new HashSet<>();
        for (int i = 0; i < path.size(); i++) {
            PathStep step = path.get(i);
            KeyTreeKind tree = i == 0 ? KeyTreeKind.MEMBERS : KeyTreeKind.CHILDREN;
            require(regions.add(step.region()), "a region may be on the path once only");
            require(step.leaf() >= 0 && step.leaf() < tree.leaves(), "a leaf of the path is below " + tree.leaves());
        }
        require(interiorLeaf >= NO_LEAF && interiorLeaf < KeyTreeKind.INTERIOR.leaves(),
                "an interior leaf is below " + KeyTreeKind.INTERIOR.leaves());
        boolean leafFound = false;
        for (PathKey key : keys) {
            require(isOnPath(key, path, interiorLeaf), "a key is of a node on the path");
            leafFound |= key.tree() == KeyTreeKind.MEMBERS && key.level() == 0;
        }
        require(leafFound, "the key of the member's leaf is there");
    }

    /** Erases every key. */
    public void destroy() {
        keys.forEach(k -> k.key().destroy());
    }

    private static boolean isOnPath(PathKey key, List<PathStep> path, int interiorLeaf) {
        if (key.level() < 0 || key.level() > key.tree().height()) {
            return false;
        }
        int shift = 2 * key.level();
        return switch (key.tree()) {
            case MEMBERS -> key.region() == path.getFirst().region()
                    && key.index() == path.getFirst().leaf() >> shift;
            case CHILDREN -> key.level() >= 1 && path.stream().skip(1)
                    .anyMatch(s -> s.region() == key.region() && key.index() == s.leaf() >> shift);
            case BOTH -> key.level() == 1 && key.index() == 0
                    && path.stream().anyMatch(s -> s.region() == key.region());
            case INTERIOR -> interiorLeaf != NO_LEAF && key.region() == 0 && key.index() == interiorLeaf >> shift;
        };
    }
}
