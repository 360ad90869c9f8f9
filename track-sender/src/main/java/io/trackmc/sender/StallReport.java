package io.trackmc.sender;

import io.trackmc.keys.transport.bundle.NodeConfig;
import io.trackmc.keys.transport.file.JsonText;
import io.trackmc.proto.event.Counters;
import io.trackmc.proto.sender.SenderEngine;
import io.trackmc.proto.sender.SenderStall;
import io.trackmc.proto.tree.Child;
import io.trackmc.proto.tree.ChildTable;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Tells why a sender does not send, and who holds it back. */
final class StallReport {

    private StallReport() {}

    /** As it is now; null when nothing is in the way. On the driver's thread. */
    static @Nullable Stall of(SenderEngine engine, NodeConfig names) {
        SenderStall cause = engine.stall();
        if (cause == null) {
            return null;
        }
        return switch (cause) {
            case WINDOW, APPLICATION -> {
                Child child = holder(engine.region().children());
                yield child == null ? new Stall(cause, engine.stalledNs(), "", "")
                        : new Stall(cause, engine.stalledNs(), names.nameOf(child.id()),
                                names.nameOf(child.report().slowest()));
            }
            case CONGESTION -> new Stall(cause, engine.stalledNs(), "",
                    engine.limitingReceiver() == 0 ? "" : names.nameOf(engine.limitingReceiver()));
            case RATE, KEYS, NO_MEMBERS -> new Stall(cause, engine.stalledNs(), "", "");
        };
    }

    /** Writes it, and for how long the sender has been stalled in all. Any thread. */
    static void write(JsonText out, @Nullable Stall stall, Counters counters) {
        if (stall == null) {
            out.nothing("stall");
        } else {
            out.object("stall", o -> o.field("cause", name(stall.cause()))
                    .field("millis", TimeUnit.NANOSECONDS.toMillis(stall.forNs())).field("child", stall.child())
                    .field("node", stall.node()));
        }
        out.object("stalledMillis", o -> {
            for (SenderStall cause : SenderStall.values()) {
                o.field(name(cause), TimeUnit.NANOSECONDS.toMillis(counters.get(cause.nanoseconds())));
            }
        });
    }

    private static String name(SenderStall cause) {
        return cause.name().toLowerCase(Locale.ROOT);
    }

    /** Also one that is gone and still holds the window for those below it. */
    private static @Nullable Child holder(ChildTable children) {
        Child least = null;
        for (int i = 0; i < children.size(); i++) {
            Child child = children.at(i);
            if (child != null && (child.isBound() || child.isHeld())
                    && (least == null || child.report().highestAllowed() < least.report().highestAllowed())) {
                least = child;
            }
        }
        return least;
    }
}
