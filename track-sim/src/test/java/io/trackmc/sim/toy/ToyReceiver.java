package io.trackmc.sim.toy;

import io.trackmc.proto.engine.Endpoint;
import io.trackmc.proto.engine.EngineEvent;
import io.trackmc.proto.engine.Path;

import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** Delivers in order, asks for what is missing after a random back-off, and says so when it has everything. */
final class ToyReceiver extends ToyEngine {

    private static final long BACKOFF_NS = 2_000_000;
    private static final int NACKS_AT_ONCE = 16;

    private final int node;
    private final RandomGenerator random;
    private final Map<Long, byte[]> held = new TreeMap<>();
    private final Queue<byte[]> deliverable = new ArrayDeque<>();
    private Endpoint source;
    private long delivered;
    private long highest;
    private boolean finished;

    ToyReceiver(int node, RandomGenerator random) {
        this.node = node;
        this.random = random;
    }

    /** Next message in order, or null. */
    byte[] poll() {
        return deliverable.poll();
    }

    @Override
    void onFrame(long nowNs, Path path, ToyFrame frame) {
        source = path.source();
        highest = Math.max(highest, frame.number());
        switch (frame.type()) {
            case DATA -> accept(frame);
            case CLOSED_EDGE -> closed(frame);
            default -> {
                // The edge was all it said.
            }
        }
        if (delivered < highest && !isArmed()) {
            arm(nowNs + 1 + random.nextLong(BACKOFF_NS));
        }
    }

    @Override
    void onTimer(long nowNs) {
        int asked = 0;
        for (long number = delivered + 1; number <= highest && asked < NACKS_AT_ONCE; number++) {
            if (!held.containsKey(number)) {
                unicast(new ToyFrame(ToyFrame.Type.NACK, node, number, ToyFrame.EMPTY), source);
                asked++;
            }
        }
        if (delivered < highest) {
            arm(nowNs + BACKOFF_NS + random.nextLong(BACKOFF_NS));
        }
    }

    private void accept(ToyFrame frame) {
        if (frame.number() > delivered) {
            held.putIfAbsent(frame.number(), frame.payload());
        }
        for (byte[] next = held.remove(delivered + 1); next != null; next = held.remove(delivered + 1)) {
            delivered++;
            deliverable.add(next);
        }
    }

    private void closed(ToyFrame frame) {
        if (delivered == frame.number()) {
            unicast(new ToyFrame(ToyFrame.Type.DONE, node, delivered, ToyFrame.EMPTY), source);
            if (!finished) {
                finished = true;
                report(new EngineEvent.Finished());
            }
        }
    }
}
