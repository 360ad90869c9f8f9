package io.trackmc.sim.measure;

import io.trackmc.sim.check.WireView;
import io.trackmc.sim.net.Datagram;
import io.trackmc.sim.observe.Transmission;
import io.trackmc.sim.observe.WorldObserver;
import io.trackmc.sim.tree.Topology;

import java.util.function.LongSupplier;
import org.agrona.collections.LongArrayList;

/** How long after it sent a packet for the first time the source knows that every receiver has it. */
public final class ConfirmationTimes implements WorldObserver {

    private final LongSupplier confirmed;
    private final LongArrayList sentNs = new LongArrayList();
    private final Durations times = new Durations();
    private long firstSequence = -1;

    /** @param confirmed the sequence up to which the source knows that everybody has everything */
    public ConfirmationTimes(LongSupplier confirmed) {
        this.confirmed = confirmed;
    }

    @Override
    public void onTransmit(long atNs, Transmission transmission) {
        byte[] datagram = transmission.bytes();
        if (transmission.node() == Topology.SENDER && WireView.type(datagram) == WireView.ODATA
                && WireView.stream(datagram) == 0) {
            firstSequence = sentNs.isEmpty() ? WireView.sequence(datagram) : firstSequence;
            sentNs.addLong(atNs);
        }
    }

    /** What the source learnt from the packet before counts from now: it hears thousands in a second. */
    @Override
    public void onArrival(long atNs, int node, Datagram datagram) {
        if (node == Topology.SENDER) {
            take(atNs);
        }
    }

    @Override
    public void onEnd(long atNs) {
        take(atNs);
    }

    /** Of each packet of which the source knows that everybody has it. */
    public Durations times() {
        return times;
    }

    private void take(long atNs) {
        long upTo = Math.min(confirmed.getAsLong() - firstSequence + 1, sentNs.size());
        while (times.count() < upTo) {
            times.add(atNs - sentNs.getLong(times.count()));
        }
    }
}
