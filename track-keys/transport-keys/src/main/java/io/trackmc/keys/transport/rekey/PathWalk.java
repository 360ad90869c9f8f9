package io.trackmc.keys.transport.rekey;

import io.trackmc.keys.transport.key.InteriorSecret;
import io.trackmc.keys.transport.key.KeyEncryptionKey;
import io.trackmc.keys.transport.key.KeyWrap;
import io.trackmc.keys.transport.key.KeyWrappingKey;
import io.trackmc.keys.transport.key.RegionSecret;
import io.trackmc.keys.transport.key.RenewedRegion;
import io.trackmc.keys.transport.key.Secret;
import io.trackmc.keys.transport.key.TreeKeySchedule;
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
    private final TreeKeySchedule schedule;
    private final KeyWrap wrap;
    private final KeyWrappingKey wrapping = new KeyWrappingKey();
    private final @Nullable KeyEncryptionKey[] fresh;
    private final List<RenewedRegion> regions = new ArrayList<>();
    private @Nullable InteriorSecret interior;

    PathWalk(MemberPath path, PendingRekey rekey, long sequence, TreeKeySchedule schedule, KeyWrap wrap) {
        this.path = path;
        this.rekey = rekey;
        this.sequence = sequence;
        this.schedule = schedule;
        this.wrap = wrap;
        fresh = new @Nullable KeyEncryptionKey[path.size()];
    }

    /** Whether everything is there and opens; fills the epoch's key. */
    boolean find(Secret epochKey) {
        int top = path.first(path.steps());
        return climb(path.first(rekey.lowestStep()), top)
                && (!rekey.usesInterior() || climb(top, path.size()))
                && unwrap(keyAt(path.root()), rekey.epochWrap(), 0, epochKey)
                && findInterior()
                && findRegions();
    }

    /** Puts the new keys in place of the old ones. */
    void commit() {
        for (int place = 0; place < fresh.length; place++) {
            KeyEncryptionKey key = fresh[place];
            if (key != null) {
                path.replace(place, key);
            }
        }
        wrapping.destroy();
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
        wrapping.destroy();
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
            schedule.upwardKey(keyAt(child), sequence, node.tree().code(), node.region(), node.level(), node.index(),
                    key);
            return true;
        }
        return unwrap(keyAt(child), rekey.wraps(), PendingRekey.wrapOf(place), key);
    }

    private boolean findInterior() {
        byte[] wrapped = rekey.interiorWrap();
        if (wrapped == null || !rekey.usesInterior()) {
            return true;
        }
        interior = new InteriorSecret();
        return unwrap(keyAt(path.size() - 1), wrapped, 0, interior);
    }

    private boolean findRegions() {
        for (PendingRekey.Secret secret : rekey.secrets()) {
            RegionSecret found = new RegionSecret();
            regions.add(new RenewedRegion(secret.region(), found));
            boolean opened = switch (secret.under()) {
                case RekeyEntries.UNDER_NOTHING -> derive(secret.region(), found);
                case RekeyEntries.UNDER_MEMBERS -> unwrap(keyAt(path.membersRoot()), secret.wrap(), 0, found);
                case RekeyEntries.UNDER_BOTH -> unwrap(keyAt(path.root()), secret.wrap(), 0, found);
                default -> unwrap(keyAt(path.first(path.steps())), secret.wrap(), 0, found);
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
        schedule.regionSecret(root, sequence, region, into);
        return true;
    }

    private KeyEncryptionKey keyAt(int place) {
        KeyEncryptionKey found = fresh[place];
        return found != null ? found : path.key(place);
    }

    private boolean unwrap(KeyEncryptionKey under, byte @Nullable [] wrapped, int at, Secret into) {
        if (wrapped == null || under.isDestroyed()) {
            return false;
        }
        schedule.wrappingKey(under, wrapping);
        return wrap.unwrap(wrapping, wrapped, at, into);
    }
}
