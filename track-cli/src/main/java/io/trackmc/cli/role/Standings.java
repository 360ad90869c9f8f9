package io.trackmc.cli.role;

import io.trackmc.keys.transport.bundle.NodeConfig;
import io.trackmc.net.node.ChildStatus;
import io.trackmc.proto.engine.EngineEvent;
import io.trackmc.proto.engine.EngineEvent.ChildLoss;
import io.trackmc.sender.FailedReceiver;
import io.trackmc.sender.SenderStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What became of each receiver that the sender knows by name: its own children, and whoever reports name as failed. Of the others a repair head tells how many they are. The driver's thread
 * tells; any thread asks.
 */
final class Standings {

    static final String COMPLETE = "complete";
    static final String FAILED = "failed";
    static final String EXPELLED = "expelled";
    static final String LAGGING = "lagging";
    static final String UNKNOWN = "unknown";

    private record Standing(boolean repairHead, String state, String reason) {}

    private final NodeConfig config;
    private final Map<String, Standing> own = new TreeMap<>();
    private final Map<String, Integer> below = new TreeMap<>();

    Standings(NodeConfig config) {
        this.config = config;
    }

    /** A child came or went. */
    synchronized void onEvent(EngineEvent event) {
        if (event instanceof EngineEvent.ChildBound bound) {
            own.merge(config.nameOf(bound.child()), new Standing(bound.repairHead(), LAGGING, ""), Standings::later);
        } else if (event instanceof EngineEvent.ChildGone gone) {
            own.computeIfPresent(config.nameOf(gone.child()), (_, known) -> later(known, gone(known, gone.why())));
        }
    }

    /** A receiver that has confirmed has everything, also when it is started again, and has nothing to do any more. */
    private static Standing later(Standing known, Standing next) {
        boolean settled = !known.repairHead && known.state.equals(COMPLETE) && !next.state.equals(EXPELLED);
        return settled ? known : next;
    }

    private static Standing gone(Standing known, ChildLoss why) {
        return switch (why) {
            case DONE -> new Standing(known.repairHead, COMPLETE, "");
            case EXPELLED -> new Standing(known.repairHead, EXPELLED, "");
            case LEFT, EJECTED -> new Standing(known.repairHead, FAILED, FailedReceiver.Reason.LEFT.text());
            case TOO_SLOW -> new Standing(known.repairHead, FAILED, FailedReceiver.Reason.TOO_SLOW.text());
            case SILENT, RESTARTED -> new Standing(known.repairHead, FAILED, FailedReceiver.Reason.SILENT.text());
        };
    }

    /** Who is below repair heads may be seen only while these are there. */
    synchronized void look(SenderStatus status) {
        for (ChildStatus child : status.children()) {
            if (child.repairHead() && child.receivers() > 0) {
                below.merge(child.name(), child.receivers(), Math::max);
            }
        }
    }

    /**
     * Each of them, by name.
     *
     * @param everybody whether all that were expected are known to have everything
     */
    synchronized List<Map<String, Object>> list(SenderStatus status, boolean everybody) {
        look(status);
        Map<String, Map<String, Object>> all = new TreeMap<>();
        own.forEach((name, standing) -> {
            if (!standing.repairHead) {
                // Who went to another parent is silent here, and one of those who confirmed there.
                boolean elsewhere = everybody && standing.reason.equals(FailedReceiver.Reason.SILENT.text());
                all.put(name, elsewhere ? entry(name, UNKNOWN, "") : entry(name, standing.state, standing.reason));
            }
        });
        below.forEach((name, receivers) -> {
            Map<String, Object> entry = entry(name, everybody ? COMPLETE : UNKNOWN, "");
            entry.put("receiversBelow", receivers);
            all.put(name, entry);
        });
        if (!everybody || status.failed() > 0) { // else they are named because they were gone for a while
            for (FailedReceiver failed : status.failures().known()) {
                all.computeIfAbsent(failed.name(), name -> entry(name, FAILED, failed.reason().text()));
            }
        }
        status.failures().expelled().forEach(name -> all.put(name, entry(name, EXPELLED, "")));
        for (ChildStatus child : status.children()) {
            Map<String, Object> entry = all.get(child.name());
            if (entry != null) {
                entry.put("behindPackets", child.behind());
            }
        }
        return new ArrayList<>(all.values());
    }

    private static Map<String, Object> entry(String name, String state, String reason) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("name", name);
        entry.put("state", state);
        if (!reason.isEmpty()) {
            entry.put("reason", reason);
        }
        return entry;
    }

    /** One of them, for people. */
    static String text(Map<String, Object> entry) {
        StringBuilder text = new StringBuilder().append(entry.get("name"));
        Object below = entry.get("receiversBelow");
        if (below != null) {
            text.append(", with ").append(below).append(" below it");
        }
        text.append(": ").append(entry.get("state"));
        Object reason = entry.get("reason");
        return reason == null ? text.toString() : text.append(" (").append(reason).append(")").toString();
    }
}
