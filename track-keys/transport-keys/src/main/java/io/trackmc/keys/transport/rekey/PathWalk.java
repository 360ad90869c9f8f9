package io.trackmc.keys.transport.rekey;

import io.trackmc.keys.transport.key.InteriorSecret;
import io.trackmc.keys.transport.key.KeyEncryptionKey;
import io.trackmc.keys.transport.key.RegionSecret;
import io.trackmc.keys.transport.key.RenewedRegion;
import io.trackmc.keys.transport.key.Secret;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the new keys of one member in one complete rekey, beside the old ones: from its leaf up, each node's new key follows from that of the child
 * or is wrapped under the child's key. Whoever made it calls {@link #commit} or {@link #discard}.
 */
final class PathWalk {

    private final MemberPath path;
    private final PendingRekey rekey;
    private final long sequence;
    private final RekeyTools tools;
    private final @Nullable KeyEncryptionKey[] fresh;
    private final List<RenewedRegion> regions = new ArrayList<>();
    private @Nullable InteriorSecret interior;

    PathWalk(MemberPath path, PendingRekey rekey, long sequence, RekeyTools tools) {
        this.path = path;
        this.rekey = rekey;
        this.sequence = sequence;
        this.tools = tools;
        fresh = new @Nullable KeyEncryptionKey[path.size()];
    }

    /** Whether everything is there and opens; fills the epoch's key. */
    boolean find(Secret epochKey) {
        int top = path.first(path.steps());
        return climb(path.first(rekey.lowestStep()), top)
                && (!rekey.usesInterior() || climb(top, path.size()))
                && unwrap(keyAt(path.root()), rekey.epochWrap(), epochKey)
                && findInterior()
                && findRegions();
    }

    /** Puts the new keys in place of the old ones. */
    void commit() {
        for (int place = 0; place < fresh.length; place++) {
            KeyEncryptionKey key = fresh[place];
            if (key != null) {
                path.replace(place, key);
                key.destroy();
            }
        }
        forget();
    }

    /** Erases what was found. */
    void discard() {
        for (KeyEncryptionKey key : fresh) {
            if (key != null) {
                key.destroy();
            }
        }
        regions.forEach(region -> region.secret().destroy());
        if (interior != null) {
            interior.destroy();
        }
        forget();
    }

    private void forget() {
        tools.wrapping.destroy();
        tools.scratch.destroy();
    }

    List<RenewedRegion> regions() {
        return regions;
    }

    @Nullable
    InteriorSecret interior() {
        return interior;
    }

    private boolean climb(int from, int to) {
        for (int place = from; place < to; place++) {
            if (!step(place)) {
                return false;
            }
        }
        return true;
    }

    /** One node, its child on the path being done. */
    private boolean step(int place) {
        MemberPath.Node node = path.node(place);
        if (node.isLeaf()) {
            return true;
        }
        int child = place - 1;
        boolean childIsNew = place > 0 && fresh[child] != null;
        if (!rekey.renews(place)) {
            return !childIsNew;
        }
        if (rekey.childChanges(place) != childIsNew) {
            return false;
        }
        KeyEncryptionKey key = new KeyEncryptionKey();
        fresh[place] = key;
        if (rekey.derives(place)) {
            tools.schedule.upwardKey(keyAt(child), sequence, node.tree().code(), node.region(), node.level(),
                    node.index(),
                    key);
            return true;
        }
        return unwrap(keyAt(child), rekey.wrap(place), key);
    }

    private boolean findInterior() {
        byte[] wrapped = rekey.interiorWrap();
        if (wrapped == null || !rekey.usesInterior()) {
            return true;
        }
        interior = new InteriorSecret();
        return unwrap(keyAt(path.size() - 1), wrapped, interior);
    }

    private boolean findRegions() {
        for (PendingRekey.Secret secret : rekey.secrets()) {
            RegionSecret found = new RegionSecret();
            regions.add(new RenewedRegion(secret.region(), found));
            boolean opened = switch (secret.under()) {
                case RekeyEntries.UNDER_NOTHING -> derive(secret.region(), found);
                case RekeyEntries.UNDER_MEMBERS -> unwrap(keyAt(path.membersRoot()), secret.wrap(), found);
                case RekeyEntries.UNDER_BOTH -> unwrap(keyAt(path.root()), secret.wrap(), found);
                default -> unwrap(keyAt(path.first(path.steps())), secret.wrap(), found);
            };
            if (!opened) {
                return false;
            }
        }
        return true;
    }

    /** Only from a root that is new itself: an old one is known to whoever has left. */
    private boolean derive(int region, RegionSecret into) {
        KeyEncryptionKey root = fresh[path.membersRoot()];
        if (root == null) {
            return false;
        }
        tools.schedule.regionSecret(root, sequence, region, into);
        return true;
    }

    /** Good until the next call. */
    private KeyEncryptionKey keyAt(int place) {
        KeyEncryptionKey found = fresh[place];
        if (found != null) {
            return found;
        }
        if (!path.key(place, tools.scratch)) {
            tools.scratch.destroy();
        }
        return tools.scratch;
    }

    private boolean unwrap(KeyEncryptionKey under, byte @Nullable [] wrapped, Secret into) {
        if (wrapped == null || under.isDestroyed()) {
            return false;
        }
        tools.schedule.wrappingKey(under, tools.wrapping);
        return tools.wrap.unwrap(tools.wrapping, wrapped, 0, into);
    }
}
