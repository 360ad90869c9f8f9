package io.trackmc.sender;

import io.trackmc.net.AfterTurn;
import io.trackmc.net.CommandSource;
import io.trackmc.net.node.MessageRing;
import io.trackmc.net.node.Parking;
import io.trackmc.proto.sender.SenderEngine;
import io.trackmc.proto.sender.SenderState;

/**
 * Takes messages from the application's ring to the engine, part by part where the engine has no room for a whole one, and closes
 * the session behind the last. On the driver's thread, but for {@link #finish}.
 */
final class Feed implements CommandSource, AfterTurn {

    private static final int MESSAGES_PER_TURN = 512;

    private final SenderEngine engine;
    private final MessageRing ring;
    private final Parking room;
    private final Runnable wakeDriver;
    private volatile boolean finishing;
    private long bytes;
    private int taken;
    private boolean refused;
    private long lastSentWhenRefused;

    /**
     * @param room where the application waits for room in the ring
     * @param wakeDriver makes another turn happen
     */
    Feed(SenderEngine engine, MessageRing ring, Parking room, Runnable wakeDriver) {
        this.engine = engine;
        this.ring = ring;
        this.room = room;
        this.wakeDriver = wakeDriver;
    }

    /** Nothing more will be put into the ring: the session is closed behind what is there. Any thread. */
    void finish() {
        finishing = true;
        wakeDriver.run();
    }

    /** Bytes of the messages that the engine has taken. */
    long bytes() {
        return bytes;
    }

    @Override
    public boolean drain(long nowNs) {
        // Read before the ring: what the application put in before it said finish is seen then.
        boolean last = finishing;
        refused = false;
        int messages = 0;
        while (messages < MESSAGES_PER_TURN && ring.peek()) {
            if (!handOver()) {
                break;
            }
            messages++;
        }
        if (messages > 0) {
            room.wake();
        }
        if (last && !refused && ring.isEmpty()) {
            engine.close(nowNs);
        }
        return messages == MESSAGES_PER_TURN;
    }

    /**
     * The engine refuses either because Tracks must come first, which make a turn, or because it has enough sealed, and has sent
     * some of that since: nobody would tell when no datagram comes.
     */
    @Override
    public void run(long nowNs) {
        if (refused && engine.lastSent() != lastSentWhenRefused) {
            wakeDriver.run();
        }
    }

    /** Hands over what is left of the message at the head; false when the engine takes no more now. */
    private boolean handOver() {
        int length = ring.length();
        do {
            int now = engine.offer(ring.bytes(), ring.offset(), length, taken);
            if (now < 0) {
                return refuse();
            }
            taken += now;
        } while (taken < length);
        taken = 0;
        bytes += length;
        ring.take();
        return true;
    }

    private boolean refuse() {
        if (engine.state() == SenderState.CLOSING || engine.state() == SenderState.FINISHED) {
            discard();
            return false;
        }
        refused = true;
        lastSentWhenRefused = engine.lastSent();
        return false;
    }

    /** The session was aborted: nobody gets what waits. */
    private void discard() {
        taken = 0;
        ring.take();
        while (ring.peek()) {
            ring.take();
        }
        room.wake();
    }
}
