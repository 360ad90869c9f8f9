package io.trackmc.net.metrics;

import io.trackmc.proto.tree.Child;
import io.trackmc.proto.tree.ChildTable;
import org.jspecify.annotations.Nullable;

/**
 * Counts for each child how long it was the slowest: it left less than half of the window free, and less than half of what any other left. All
 * children are a little behind all the time, each in its turn; that is not it.
 *
 * <p>Looks now and then: the time between two looks is that of the child that the first one found. On the driver's thread; allocates nothing.
 */
final class SlowestChild {

    private final long windowPackets;
    private @Nullable Child slowest;
    private long lookedNs;

    SlowestChild(int windowPackets) {
        this.windowPackets = windowPackets;
    }

    /** @param highest highest sequence of the stream that is known to exist */
    void look(long nowNs, ChildTable children, long highest) {
        Child before = slowest;
        if (before != null && before.isBound()) {
            before.wasSlowest(nowNs - lookedNs);
        }
        lookedNs = nowNs;
        slowest = find(children, highest);
    }

    private @Nullable Child find(ChildTable children, long highest) {
        Child first = null;
        long least = windowPackets;
        long second = windowPackets;
        for (int i = 0; i < children.size(); i++) {
            Child child = children.at(i);
            if (child == null || !child.isBound()) {
                continue;
            }
            long room = Math.max(0, child.report().highestAllowed() - highest);
            if (room < least) {
                second = least;
                least = room;
                first = child;
            } else {
                second = Math.min(second, room);
            }
        }
        return 2 * least < second ? first : null;
    }
}
