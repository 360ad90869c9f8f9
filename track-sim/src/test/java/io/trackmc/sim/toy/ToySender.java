package io.trackmc.sim.toy;

import io.trackmc.proto.engine.EngineEvent;
import io.trackmc.proto.engine.Path;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Multicasts messages, keeps all of them, answers NACKs, and repeats the leading edge until all receivers are done. */
final class ToySender extends ToyEngine {

    private static final long EDGE_NS = 5_000_000;

    private final int node;
    private final int receivers;
    private final List<byte[]> sent = new ArrayList<>();
    private final BitSet done = new BitSet();
    private boolean closed;

    ToySender(int node, int receivers, long nowNs) {
        this.node = node;
        this.receivers = receivers;
        arm(nowNs + EDGE_NS);
    }

    void offer(byte[] message) {
        sent.add(message);
        multicast(data(sent.size()));
    }

    void close() {
        closed = true;
    }

    @Override
    void onFrame(long nowNs, Path path, ToyFrame frame) {
        if (frame.type() == ToyFrame.Type.NACK && frame.number() <= sent.size()) {
            unicast(data((int) frame.number()), path.source());
        } else if (frame.type() == ToyFrame.Type.DONE && !done.get(frame.node())) {
            done.set(frame.node());
            if (done.cardinality() == receivers) {
                report(new EngineEvent.Finished());
                disarm();
            }
        }
    }

    @Override
    void onTimer(long nowNs) {
        ToyFrame.Type type = closed ? ToyFrame.Type.CLOSED_EDGE : ToyFrame.Type.EDGE;
        multicast(new ToyFrame(type, node, sent.size(), ToyFrame.EMPTY));
        arm(nowNs + EDGE_NS);
    }

    private ToyFrame data(int number) {
        return new ToyFrame(ToyFrame.Type.DATA, node, number, sent.get(number - 1));
    }
}
