package io.trackmc.keys.transport.hop;

import io.trackmc.keys.transport.key.HopInfo;
import io.trackmc.keys.transport.key.HopRoot;
import io.trackmc.keys.transport.msa.TransportEpoch;
import io.trackmc.proto.protect.Direction;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.protect.KeyClass;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Describes hops of each kind (wire format §4.2). */
final class Hops {

    private static final int NOBODY = 0;

    private final HopContext context;
    private final long gid;

    Hops(HopContext context, long gid) {
        this.context = context;
        this.gid = gid;
    }

    Hop data(int origin, Incarnation incarnation) {
        HopInfo info = new HopInfo(gid).on(KeyClass.DATA, Direction.MULTICAST, Channels.NO_REGION)
                .from(origin, incarnation).to(NOBODY, Incarnation.ZERO);
        return new Hop(KeyClass.DATA, Direction.MULTICAST, origin, incarnation, Channels.DATA, info,
                context.roots::data);
    }

    Hop region(KeyClass keyClass, int region, int origin, Incarnation incarnation) {
        HopInfo info = new HopInfo(gid).on(keyClass, Direction.MULTICAST, region).from(origin, incarnation)
                .to(NOBODY, Incarnation.ZERO);
        return new Hop(keyClass, Direction.MULTICAST, origin, incarnation, Channels.region(region), info,
                epoch -> context.roots.region(keyClass, epoch, region));
    }

    Hop up(Pair pair) {
        HopInfo info = new HopInfo(gid).on(pair.keyClass, Direction.UP, pair.region)
                .from(pair.child, pair.childIncarnation).to(pair.parent, pair.parentIncarnation);
        return new Hop(pair.keyClass, Direction.UP, pair.child, pair.childIncarnation,
                Channels.pair(pair.parent, pair.child), info, pair.root);
    }

    Hop down(Pair pair) {
        HopInfo info = new HopInfo(gid).on(pair.keyClass, Direction.DOWN, pair.region)
                .from(pair.parent, pair.parentIncarnation).to(pair.child, pair.childIncarnation);
        return new Hop(pair.keyClass, Direction.DOWN, pair.parent, pair.parentIncarnation,
                Channels.pair(pair.parent, pair.child), info, pair.root);
    }

    /**
     * A parent and a child, each with its run.
     *
     * @param region of the parent
     * @param root finds the root of their keys in an epoch
     */
    record Pair(KeyClass keyClass, int region, Function<TransportEpoch, @Nullable HopRoot> root, int parent,
            Incarnation parentIncarnation, int child, Incarnation childIncarnation) {}
}
