package io.trackmc.keys.transport.hop;

import io.trackmc.keys.transport.bundle.NodeRole;
import io.trackmc.keys.transport.bundle.OwnRegion;
import io.trackmc.keys.transport.bundle.TransportBundle;
import io.trackmc.keys.transport.key.BindKey;
import io.trackmc.keys.transport.key.Hkdf;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.protect.KeyClass;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What a node holds as a parent: its region, and the keys of each child that it may have, which follow from its BindMaster. */
final class ChildKeys {

    private static final byte[] CHALLENGE_LABEL = "TK1 challenge".getBytes(StandardCharsets.US_ASCII);

    private final HopContext context;
    private final @Nullable OwnRegion own;
    private final int nodeId;
    private final Incarnation incarnation;

    ChildKeys(HopContext context, TransportBundle bundle, Incarnation incarnation) {
        this.context = context;
        this.own = bundle.ownRegion();
        this.nodeId = bundle.self().id();
        this.incarnation = incarnation;
    }

    /** Whether it may have children at all. */
    boolean hasRegion() {
        return own != null;
    }

    /** The region that it heads. */
    OwnRegion region() {
        if (own == null) {
            throw new IllegalStateException("a receiver has no region and no children");
        }
        return own;
    }

    /** Whether a node may come as a child. */
    boolean mayBeChild(int id) {
        return id != 0 && id != nodeId && roleOf(id) != NodeRole.SENDER;
    }

    /** What a node can be to its parent; one that was added since the roster was made is a receiver. */
    NodeRole roleOf(int id) {
        NodeRole role = context.roster.roleOf(id);
        return role == null ? NodeRole.RECEIVER : role;
    }

    /** This node as the parent of a run of a child. */
    Hops.Pair pair(int child, KeyClass pairClass, Incarnation childIncarnation) {
        OwnRegion region = region();
        if (roleOf(child).pairClass() != pairClass) {
            throw new IllegalArgumentException(
                    "node " + Integer.toUnsignedString(child) + " is no child of class " + pairClass);
        }
        return new Hops.Pair(pairClass, region.id(),
                epoch -> context.roots.pair(pairClass, epoch, region.bindMaster(), nodeId, child), nodeId, incarnation,
                child, childIncarnation);
    }

    /** Makes BK(this node, child). */
    void bindKey(int child, BindKey into) {
        context.schedule.bindKey(region().bindMaster(), nodeId, child, into);
    }

    /** A number that nobody can tell before; derived from the BindMaster, so that no child has what it takes. */
    int challenge(long count) {
        ByteBuffer info = ByteBuffer.allocate(CHALLENGE_LABEL.length + 3 * Long.BYTES).put(CHALLENGE_LABEL)
                .putLong(incarnation.high()).putLong(incarnation.low()).putLong(count);
        byte[] number = new byte[Integer.BYTES];
        new Hkdf().expand(region().bindMaster(), info.array(), info.capacity(), number);
        return ByteBuffer.wrap(number).getInt();
    }
}
