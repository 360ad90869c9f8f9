package io.trackmc.keys.transport.hop;

import io.trackmc.keys.transport.bundle.ParentSecrets;
import io.trackmc.keys.transport.bundle.TransportBundle;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.protect.KeyClass;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a node holds as a child: the keys of each parent that it may have. Looking one up allocates nothing. */
final class ParentKeys {

    private final HopContext context;
    private final List<ParentSecrets> parents;
    private final KeyClass pairClass;
    private final int nodeId;
    private final Incarnation incarnation;

    ParentKeys(HopContext context, TransportBundle bundle, Incarnation incarnation) {
        this.context = context;
        this.parents = bundle.parents();
        this.pairClass = bundle.self().role().pairClass();
        this.nodeId = bundle.self().id();
        this.incarnation = incarnation;
    }

    /** Class of the pair key with any parent. */
    KeyClass pairClass() {
        return pairClass;
    }

    /** What it holds for a parent, or null. */
    @Nullable
    ParentSecrets find(int id) {
        for (int i = 0; i < parents.size(); i++) {
            if (parents.get(i).id() == id) {
                return parents.get(i);
            }
        }
        return null;
    }

    /**
     * What it holds for a parent.
     *
     * @throws IllegalArgumentException when that is nothing
     */
    ParentSecrets get(int id) {
        ParentSecrets given = find(id);
        if (given == null) {
            throw new IllegalArgumentException("no keys for parent " + Integer.toUnsignedString(id));
        }
        return given;
    }

    /** This node as the child of a run of a parent. */
    Hops.Pair pair(int parent, Incarnation parentIncarnation) {
        ParentSecrets given = get(parent);
        return new Hops.Pair(pairClass, given.region(),
                epoch -> context.roots.pair(pairClass, epoch, given.bindKey()), parent, parentIncarnation, nodeId,
                incarnation);
    }
}
