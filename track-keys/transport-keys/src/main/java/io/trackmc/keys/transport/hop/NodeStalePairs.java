package io.trackmc.keys.transport.hop;

import io.trackmc.keys.transport.bundle.OwnRegion;
import io.trackmc.keys.transport.bundle.ParentSecrets;
import io.trackmc.keys.transport.key.BindKey;
import io.trackmc.proto.event.DropReason;
import io.trackmc.proto.protect.Direction;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.protect.StalePairs;
import org.jspecify.annotations.Nullable;

/** The keys of no epoch of one run of one node, as a child and as a parent. Not thread-safe. */
final class NodeStalePairs implements StalePairs {

    private final StalePairHops hops;
    private final ParentKeys parents;
    private final ChildKeys children;
    private final int nodeId;
    private final Incarnation incarnation;
    private final BindKey bindKey = new BindKey();
    private long requests;

    NodeStalePairs(StalePairHops hops, ParentKeys parents, ChildKeys children, int nodeId, Incarnation incarnation) {
        this.hops = hops;
        this.parents = parents;
        this.children = children;
        this.nodeId = nodeId;
        this.incarnation = incarnation;
    }

    @Override
    public int sealRequest(int parent, byte[] datagram, int offset, int outerLength) {
        ParentSecrets given = parents.get(parent);
        return hops.seal(new StalePairHops.Pair(Direction.UP, given.region(), parent, nodeId), given.bindKey(),
                nodeId, incarnation, ++requests, datagram, offset, outerLength, 0, PacketDigests.EMPTY_DIGEST, 0);
    }

    @Override
    public @Nullable DropReason verifyRequest(int child, byte[] datagram, int offset, int outerLength) {
        if (!children.hasRegion() || !children.mayBeChild(child)) {
            return DropReason.UNKNOWN_ORIGIN;
        }
        OwnRegion own = children.region();
        children.bindKey(child, bindKey);
        DropReason refused = hops.verify(new StalePairHops.Pair(Direction.UP, own.id(), nodeId, child), bindKey,
                child, datagram, offset, outerLength, 0);
        bindKey.destroy();
        return refused;
    }

    @Override
    public int sealRekey(int child, long counter, byte[] datagram, int offset, int outerLength, int innerLength,
            byte[] digest, int digestOffset) {
        OwnRegion own = children.region();
        children.bindKey(child, bindKey);
        int length = hops.seal(new StalePairHops.Pair(Direction.DOWN, own.id(), nodeId, child), bindKey, nodeId,
                incarnation, counter, datagram, offset, outerLength, innerLength, digest, digestOffset);
        bindKey.destroy();
        return length;
    }

    @Override
    public @Nullable DropReason verifyRekey(int parent, byte[] datagram, int offset, int outerLength,
            int innerLength) {
        ParentSecrets given = parents.find(parent);
        if (given == null) {
            return DropReason.UNKNOWN_ORIGIN;
        }
        return hops.verify(new StalePairHops.Pair(Direction.DOWN, given.region(), parent, nodeId), given.bindKey(),
                parent, datagram, offset, outerLength, innerLength);
    }
}
