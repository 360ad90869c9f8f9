package io.trackmc.sim.check;

import io.trackmc.proto.engine.EngineEvent;
import io.trackmc.sim.net.Datagram;
import io.trackmc.sim.observe.Transmission;
import io.trackmc.sim.observe.WorldObserver;

import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;

/**
 * What each node can at most have of the data stream: every sequence that ever reached its present run undamaged, every
 * sequence that it sent as the source, and what it said it will never have.
 *
 * <p>For worlds with one source run. Judges nothing; other checkers ask it.
 */
public final class Holdings implements WorldObserver {

    private static final int MAX_SEQUENCE = 1 << 28;

    private final Map<Integer, BitSet> sequences = new TreeMap<>();

    /** Highest sequence up to which {@code node} can have everything. */
    public long contiguous(int node) {
        return of(node).nextClearBit(0) - 1L;
    }

    @Override
    public void onHost(long atNs, int node, int run, HostChange change) {
        if (change == HostChange.STARTED) {
            sequences.remove(node);
        }
    }

    @Override
    public void onTransmit(long atNs, Transmission transmission) {
        if (transmission.bytes().length > 1 && WireView.type(transmission.bytes()) == WireView.ODATA) {
            add(transmission.node(), transmission.bytes());
        }
    }

    @Override
    public void onArrival(long atNs, int node, Datagram datagram) {
        if (datagram.origin() != Datagram.Origin.FORGED) {
            add(node, datagram.bytes());
        }
    }

    @Override
    public void onEvent(long atNs, int node, EngineEvent event) {
        switch (event) {
            case EngineEvent.SessionOpened opened -> addRange(node, 1, opened.firstSequence() - 1);
            case EngineEvent.Unrecoverable gap -> addRange(node, gap.first(), gap.last());
            case EngineEvent.PassedOver over -> addRange(node, over.first(), over.last());
            default -> {
                // Says nothing about sequences.
            }
        }
    }

    private void add(int node, byte[] datagram) {
        if (WireView.isWhole(datagram) && WireView.hasInner(datagram) && WireView.stream(datagram) == 0) {
            addRange(node, WireView.sequence(datagram), WireView.sequence(datagram));
        }
    }

    private void addRange(int node, long first, long last) {
        if (first >= 1 && first <= last && last < MAX_SEQUENCE) {
            of(node).set((int) first, (int) last + 1);
        }
    }

    private BitSet of(int node) {
        return sequences.computeIfAbsent(node, ignored -> {
            BitSet held = new BitSet();
            held.set(0);
            return held;
        });
    }
}
