package io.trackmc.sim.fuzz;

import io.trackmc.proto.sender.SenderEngine;
import java.util.ArrayDeque;
import java.util.Deque;

/** The application of a sender: offers whole messages, one after another, and closes when they are through. */
final class Publisher {

    private enum Ending {
        NONE,
        CLOSE,
        ABORT
    }

    private final Deque<byte[]> waiting = new ArrayDeque<>();
    private int taken;
    private Ending ending = Ending.NONE;

    void offer(byte[] message) {
        if (ending == Ending.NONE) {
            waiting.add(message);
        }
    }

    void close() {
        ending = ending == Ending.NONE ? Ending.CLOSE : ending;
    }

    void abort() {
        ending = Ending.ABORT;
    }

    /** Whether what is offered now will be sent: the application has not said yet that this is the end. */
    boolean isOpen() {
        return ending == Ending.NONE;
    }

    boolean work(SenderEngine engine, long nowNs) {
        boolean worked = false;
        while (!waiting.isEmpty() && ending != Ending.ABORT) {
            byte[] message = waiting.peek();
            int more = engine.offer(message, 0, message.length, taken);
            if (more < 0) {
                return worked;
            }
            worked = true;
            taken += more;
            if (taken == message.length) {
                waiting.remove();
                taken = 0;
            }
        }
        end(engine, nowNs);
        return worked;
    }

    private void end(SenderEngine engine, long nowNs) {
        switch (ending) {
            case CLOSE -> engine.close(nowNs);
            case ABORT -> engine.abort(nowNs);
            default -> {}
        }
    }
}
