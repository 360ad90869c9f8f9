package io.trackmc.net.node;

import io.trackmc.keys.transport.file.JsonText;
import io.trackmc.net.AfterTurn;
import io.trackmc.net.CommandSource;
import io.trackmc.net.metrics.NodeFigures;
import io.trackmc.proto.engine.Engine;
import io.trackmc.proto.event.Counters;
import io.trackmc.proto.event.DurationBuckets;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.tree.Region;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a role does on its driver's thread: takes commands to the engine, takes its events, and looks at it after each turn. */
public interface DriverSide extends CommandSource, AfterTurn, Engine.EventHandler {

    /** Publishes how the node is, at the time of the turn. On the driver's thread. */
    void publish(NodeFigures out, long nowNs);

    /** Takes down what an operator may want to know of the node; whoever writes it does so on another thread. On the driver's thread. */
    Consumer<JsonText> describe();

    /** How long gaps were open until a repair filled them, at all engines of the node so far. The same object each time. */
    DurationBuckets gapTimes();

    /** The region that the node heads; null for a receiver. Before the node starts. */
    default @Nullable Region region() {
        return null;
    }

    /** The run of the source that it serves or receives; ZERO while none is known. On the driver's thread. */
    Incarnation session();

    /** Counters of all engines of the node so far. Any thread. */
    List<Counters> counters();
}
