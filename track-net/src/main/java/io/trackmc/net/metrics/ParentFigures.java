package io.trackmc.net.metrics;

import io.trackmc.proto.engine.ProtocolConfig;
import io.trackmc.proto.tree.ChildTable;
import io.trackmc.proto.tree.SessionState;

/** What a node publishes as a parent. On the driver's thread; allocates nothing. */
public final class ParentFigures {

    private static final long NS_PER_MS = 1_000_000;

    private final SlowestChild slowest;
    private final RetentionMeter retention;

    /** By the sizes of its window and its store. */
    public ParentFigures(ProtocolConfig config) {
        this.slowest = new SlowestChild(config.windowPackets());
        this.retention = new RetentionMeter(config.storePackets());
    }

    /** Publishes how it is with the children, and with what is held for them. */
    public void publish(long nowNs, ChildTable children, SessionState session, NodeFigures out) {
        out.set(children);
        slowest.look(nowNs, children, session.highestSequence());
        out.set(FigureId.RETENTION_MS,
                retention.look(nowNs, session.lowestRepairable(), session.highestSequence()) / NS_PER_MS);
    }
}
