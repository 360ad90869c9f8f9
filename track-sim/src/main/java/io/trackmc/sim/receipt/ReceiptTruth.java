package io.trackmc.sim.receipt;

import io.trackmc.proto.engine.EngineEvent;
import io.trackmc.proto.engine.EngineEvent.ChildBound;
import io.trackmc.proto.engine.EngineEvent.ChildGone;
import io.trackmc.proto.engine.EngineEvent.ChildLoss;
import io.trackmc.proto.event.DropReason;
import io.trackmc.sim.check.WireView;
import io.trackmc.sim.net.Datagram;
import io.trackmc.sim.observe.WorldObserver;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What receivers confirmed to whom, told apart from what parents wrote down: from the datagrams that reached a parent and that it did not drop. It counts when the parent is asked at the end of
 * an interval, each packet of a receiver for the region whose parent was asked first. Of one session.
 */
public final class ReceiptTruth implements WorldObserver {

    private static final int CONFIRMED = 24;
    private static final int LATE_RECEIVERS = 88;
    private static final int REASON = 0;
    private static final int COMPLETE = 4;
    private static final int LATE = 12;
    private static final int SESSION_DONE = 1;
    private static final int ASK = 1;

    private final BitSet receivers;
    private final Map<Integer, Map<Run, Told>> toldTo = new HashMap<>();
    private final Map<Run, Told> counted = new LinkedHashMap<>();
    private final Map<Integer, BitSet> packets = new HashMap<>();
    private final Map<Integer, Map<Integer, Long>> byRegionHead = new HashMap<>();
    private final BitSet wholes = new BitSet();
    private int arrivedAt;
    private byte @Nullable [] arrived;

    /** @param receivers their node ids */
    public ReceiptTruth(BitSet receivers) {
        this.receivers = receivers;
    }

    private record Run(int receiver, long incarnation) {}

    /** What one run of a receiver told: {@code first..last}, and whether it said good-bye with all of the session. */
    private static final class Told {
        long first = Long.MAX_VALUE;
        long last;
        boolean isComplete;
        boolean fromStart;
        boolean isGone;
    }

    @Override
    public boolean watchesDrops() {
        return true;
    }

    @Override
    public void onArrival(long atNs, int node, Datagram datagram) {
        settle();
        if (datagram.origin() != Datagram.Origin.FORGED && WireView.isWhole(datagram.bytes())
                && receivers.get(WireView.origin(datagram.bytes()))) {
            arrivedAt = node;
            arrived = datagram.bytes();
        }
    }

    @Override
    public void onDrop(long atNs, int node, DropReason reason) {
        if (node == arrivedAt) {
            arrived = null;
        }
    }

    @Override
    public void onEvent(long atNs, int node, EngineEvent event) {
        byte[] datagram = arrived;
        if (event instanceof ChildBound bound) {
            goes(node, bound.child(), false);
        } else if (event instanceof ChildGone gone) {
            goes(node, gone.child(), true);
        }
        if (event instanceof ChildGone gone && gone.why() == ChildLoss.DONE && datagram != null && node == arrivedAt
                && WireView.type(datagram) == WireView.UNBIND_REQUEST && WireView.origin(datagram) == gone.child()) {
            farewell(datagram);
        }
    }

    private void goes(int parent, int child, boolean isGone) {
        toldTo.getOrDefault(parent, Map.of()).forEach((run, told) -> {
            if (run.receiver() == child) {
                told.isGone = isGone;
            }
        });
    }

    @Override
    public void onHost(long atNs, int node, int run, HostChange change) {
        settle();
        if (change == HostChange.CRASHED) {
            toldTo.remove(node); // whatever nobody has asked it for
        }
    }

    /** A parent is asked at the end of an interval. */
    void onTaken(int parent, long closeSequence) {
        settle();
        toldTo.getOrDefault(parent, Map.of()).forEach((run, told) -> {
            if (told.isComplete && closeSequence > 0) {
                told.first = Math.min(told.first, told.fromStart ? 1 : closeSequence + 1);
                told.last = closeSequence;
                if (told.fromStart) {
                    wholes.set(run.receiver());
                }
            }
            count(parent, run, told);
        });
        // A child that is gone is no longer known here, and tells nobody what it confirms until it is bound again.
        toldTo.getOrDefault(parent, new HashMap<>()).values()
                .removeIf(told -> told.isGone && !(told.isComplete && closeSequence == 0));
    }

    private void count(int parent, Run run, Told told) {
        if (told.last < told.first) {
            return;
        }
        Told all = counted.computeIfAbsent(run, _ -> new Told());
        all.first = Math.min(all.first, told.first);
        all.last = Math.max(all.last, told.last);
        BitSet has = packets.computeIfAbsent(run.receiver(), _ -> new BitSet());
        int before = has.cardinality();
        has.set((int) all.first, (int) all.last + 1);
        byRegionHead.computeIfAbsent(parent, _ -> new HashMap<>())
                .merge(run.receiver(), (long) has.cardinality() - before, Long::sum);
    }

    /** Packets of a receiver. */
    public long packets(int receiver) {
        return packets.getOrDefault(receiver, new BitSet()).cardinality();
    }

    /** Packets of a receiver that count for the region of a parent. */
    public long packets(int parent, int receiver) {
        return byRegionHead.getOrDefault(parent, Map.of()).getOrDefault(receiver, 0L);
    }

    /** Receivers that said good-bye to a parent with the whole session from its first packet, and the parent knew how long that was. */
    public BitSet wholes() {
        return (BitSet) wholes.clone();
    }

    /** What arrived last was not dropped. */
    private void settle() {
        byte[] datagram = arrived;
        arrived = null;
        if (datagram != null && WireView.type(datagram) == WireView.TRACK) {
            Told told = told(datagram);
            long upTo = WireView.body64(datagram, CONFIRMED);
            boolean isLate = WireView.body32(datagram, LATE_RECEIVERS) > 0;
            if (!isLate) {
                told.first = 1;
            } else if (told.first == Long.MAX_VALUE || (told.first == 1 && told.last == 0)) {
                told.first = upTo + 1;
            }
            told.last = Math.max(told.last, upTo);
        }
    }

    private void farewell(byte[] datagram) {
        boolean isDone = (WireView.flags(datagram) & ASK) == 0 && WireView.body8(datagram, REASON) == SESSION_DONE;
        boolean fromStart = WireView.body32(datagram, COMPLETE) > 0;
        if (isDone && (fromStart || WireView.body32(datagram, LATE) > 0)) {
            Told told = told(datagram);
            told.isComplete = true;
            told.fromStart = fromStart;
        }
    }

    private Told told(byte[] datagram) {
        return toldTo.computeIfAbsent(arrivedAt, _ -> new LinkedHashMap<>())
                .computeIfAbsent(new Run(WireView.origin(datagram), WireView.incarnation(datagram)), _ -> new Told());
    }
}
