package io.trackmc.sim.scale;

import io.trackmc.proto.engine.Path;
import io.trackmc.sim.check.WireView;
import io.trackmc.sim.net.Datagram;
import io.trackmc.sim.observe.Transmission;
import io.trackmc.sim.observe.WorldObserver;
import io.trackmc.sim.tree.Place;
import io.trackmc.sim.tree.Topology;

/**
 * Counts what children send up to their parents in the data phase, from the first message that the source offers to its close, and
 * all repairs.
 */
final class ControlMeter implements WorldObserver {

    private static final long SECOND_NS = 1_000_000_000L;
    private static final long NOT_YET = -1;

    private final boolean[] repairHeads;
    private final int[] inThisSecond;
    private long beginNs = NOT_YET;
    private long endNs = NOT_YET;
    private long secondEndNs;
    private boolean wholeSecond;
    private int worstInSecond;
    private long atSender;
    private long repairs;
    private long repairBytes;
    private long packets;

    ControlMeter(Topology topology) {
        this.repairHeads = new boolean[topology.places().size() + 1];
        this.inThisSecond = new int[repairHeads.length];
        topology.of(Place.Role.REPAIR_HEAD).forEach(place -> repairHeads[place.id()] = true);
    }

    @Override
    public void onOffered(long atNs, int node, byte[] message) {
        if (beginNs == NOT_YET) {
            beginNs = atNs;
            secondEndNs = atNs + SECOND_NS;
        }
    }

    @Override
    public void onClosed(long atNs, int node) {
        endNs = atNs;
        if (!wholeSecond) {
            closeSecond();
        }
    }

    @Override
    public void onArrival(long atNs, int node, Datagram datagram) {
        boolean counts = beginNs != NOT_YET && endNs == NOT_YET && datagram.channel() == Path.Channel.UNICAST
                && isFromChild(WireView.type(datagram.bytes()));
        if (!counts) {
            return;
        }
        if (atNs >= secondEndNs) {
            wholeSecond = true;
            closeSecond();
            secondEndNs += SECOND_NS;
        }
        if (node == Topology.SENDER) {
            atSender++;
        } else if (repairHeads[node]) {
            inThisSecond[node]++;
        }
    }

    @Override
    public void onTransmit(long atNs, Transmission transmission) {
        byte[] datagram = transmission.bytes();
        switch (WireView.type(datagram)) {
            case WireView.ODATA -> packets++;
            case WireView.RDATA -> {
                repairs += WireView.stream(datagram) == 0 ? 1 : 0;
                repairBytes += datagram.length;
            }
            default -> {
                // Neither data nor repair.
            }
        }
    }

    /** Whether the source has begun. */
    boolean hasBegun() {
        return beginNs != NOT_YET;
    }

    /** Whether the source has offered everything. */
    boolean isOver() {
        return endNs != NOT_YET;
    }

    /** Control packets that reached the sender in the data phase. */
    long atSender() {
        return atSender;
    }

    /** Length of the data phase. */
    double dataSeconds() {
        return (endNs - beginNs) / (double) SECOND_NS;
    }

    /** Most that reached one repair head in a whole second of the data phase, or in all of it when it is shorter, per second. */
    double worstPerSecond() {
        return wholeSecond ? worstInSecond : worstInSecond / dataSeconds();
    }

    /** Data packets that the source sent for the first time. */
    long packets() {
        return packets;
    }

    /** Repairs that anybody sent, from joining to the end. */
    long repairs() {
        return repairs;
    }

    /** Bytes of all datagrams with repairs. */
    long repairBytes() {
        return repairBytes;
    }

    private static boolean isFromChild(int type) {
        return switch (type) {
            case WireView.TRACK, WireView.NACK, WireView.BIND_REQUEST, WireView.UNBIND_REQUEST,
                    WireView.EJECT_CONFIRM -> true;
            default -> false;
        };
    }

    private void closeSecond() {
        for (int i = 0; i < inThisSecond.length; i++) {
            worstInSecond = Math.max(worstInSecond, inThisSecond[i]);
            inThisSecond[i] = 0;
        }
    }
}
