package io.trackmc.sender;

import io.trackmc.net.AfterTurn;
import io.trackmc.net.CommandSource;
import io.trackmc.net.node.MessageRing;
import io.trackmc.proto.engine.Invariants;
import io.trackmc.proto.engine.ProtocolConfig;
import io.trackmc.proto.fragment.MessageLimits;
import io.trackmc.proto.sender.SenderEngine;
import io.trackmc.proto.sender.SenderState;

/**
 * Takes messages from the application's ring to the engine, part by part where the engine has no room for a whole one, and closes
 * the session behind the last. On the driver's thread, but for {@link #finish}.
 */
final class Feed implements CommandSource, AfterTurn {

    /** Fills what a turn sends with messages of 32 bytes; long ones end it sooner, when enough is sealed. */
    private static final int MESSAGES_PER_TURN = 4096;

    /** A message takes at least so many bytes of the ring, and a packet at least so many of a message that it does not finish. */
    private static final int LEAST_BYTES = 16;

    /** So many bytes of a long message fit into the smallest packets. */
    private static final int LEAST_CONTENT_BYTES = ProtocolConfig.MIN_DATAGRAM_BYTES - 200;
    private static final int MOST_SEALED_IN_A_TURN = 1024;

    private final SenderEngine engine;
    private final MessageRing ring;
    private final OfferGate gate;
    private final PositionIndex positions;
    private final long lastSafeSequence;
    private final Runnable wakeDriver;
    private volatile boolean finishing;
    private long messages;
    private long bytes;
    private int taken;
    private boolean refused;
    private long lastSentWhenRefused;

    /**
     * @param gate hears of room, and that the key is used up
     * @param positions learns where messages end
     * @param lastSafeSequence beyond it, what waits may not find room below the last sequence of the key
     * @param wakeDriver makes another turn happen
     */
    Feed(SenderEngine engine, MessageRing ring, OfferGate gate, PositionIndex positions, long lastSafeSequence,
            Runnable wakeDriver) {
        this.engine = engine;
        this.ring = ring;
        this.gate = gate;
        this.positions = positions;
        this.lastSafeSequence = lastSafeSequence;
        this.wakeDriver = wakeDriver;
    }

    /**
     * Packets that may still be needed for what was accepted when the application learns that it is the last: all of a full ring, one of
     * the longest messages beside it and another one that it was just offering, and what is sealed in the same turn.
     */
    static long reservedPackets(int ringBytes) {
        return ringBytes / LEAST_BYTES + 2L * (MessageLimits.MAX_MESSAGE_BYTES / LEAST_CONTENT_BYTES)
                + MOST_SEALED_IN_A_TURN;
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
        if (engine.state() == SenderState.FORMING && !ring.isEmpty()) {
            engine.begin();
        }
        int count = 0;
        while (count < MESSAGES_PER_TURN && ring.peek()) {
            if (!handOver()) {
                break;
            }
            count++;
        }
        boolean more = count == MESSAGES_PER_TURN && !ring.isEmpty();
        engine.moreFollows(more);
        if (count > 0) {
            gate.roomMade();
        }
        if (engine.lastOffered() > lastSafeSequence) {
            gate.keyExpired();
        }
        if (last && !refused && ring.isEmpty()) {
            engine.close(nowNs);
        }
        return more;
    }

    /**
     * The engine refuses either because Tracks must come first, which make a turn, or because it has enough sealed, and has sent
     * some of that since: nobody would tell when no datagram comes.
     */
    @Override
    public void run(long nowNs) {
        gate.rateLimited(engine.isRateLimited());
        if (refused && engine.lastSent() != lastSentWhenRefused) {
            wakeDriver.run();
        }
    }

    /** Hands over what is left of the message at the head; false when the engine takes no more now. */
    private boolean handOver() {
        int length = ring.length();
        do {
            int now = engine.offer(ring.bytes(), ring.offset(), length, taken);
            Invariants.check(now != SenderEngine.KEY_EXPIRED, "a message was accepted that no key is left for");
            if (now < 0) {
                return refuse();
            }
            taken += now;
        } while (taken < length);
        taken = 0;
        bytes += length;
        messages++;
        positions.ends(engine.lastOffered(), messages);
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
        gate.roomMade();
    }
}
