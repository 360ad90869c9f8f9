package io.trackmc.proto.sender;

import io.trackmc.proto.fragment.FrameAppender;
import io.trackmc.proto.protect.ContentSealer;
import io.trackmc.proto.protect.HopKeys;
import io.trackmc.proto.window.InnerStore;
import io.trackmc.proto.wire.InnerHeader;

/**
 * Packs messages into INNERs, seals each once, and keeps them in the store in the order of their sequences.
 *
 * <p>One INNER at a time is open and takes frames; it is sealed when it is full, or when it is wanted for sending. Sealing
 * gives it its sequence for good.
 */
final class Outbox {

    private final InnerStore store;
    private final ContentSealer sealer;
    private final HopKeys keys;
    private final FrameAppender frames = new FrameAppender();
    private final int contentBytes;
    private byte[] slot = new byte[0];
    private boolean open;
    private boolean held;
    private boolean moreFollows;
    private long lastSealed;

    /** @param contentBytes most bytes of content in one INNER */
    Outbox(InnerStore store, ContentSealer sealer, HopKeys keys, int contentBytes) {
        this.store = store;
        this.sealer = sealer;
        this.keys = keys;
        this.contentBytes = contentBytes;
    }

    /**
     * Appends as much of a message as fits without sealing an INNER above {@code sealLimit}.
     *
     * @return bytes taken, or -1 when there is no room at all (which for an empty message is told from success)
     */
    int append(byte[] message, int offset, int length, int from, long sealLimit) {
        int at = from;
        while (true) {
            if (!open && !openNext(sealLimit)) {
                return at == from ? -1 : at - from;
            }
            int taken = frames.append(message, offset, length, at);
            if (taken < 0) {
                frames.pad();
                seal();
                continue;
            }
            at += taken;
            if (at == length) {
                return at - from;
            }
            seal();
        }
    }

    /** Nothing is sealed for sending, or not: the key in use has had its time, and the next cannot be used yet. */
    void hold(boolean on) {
        held = on;
    }

    boolean isHeld() {
        return held;
    }

    /** Whether the next message comes without waiting for anything: an open INNER is filled first. */
    void moreFollows(boolean follows) {
        moreFollows = follows;
    }

    /** Seals the open INNER, if it holds anything. */
    void flush() {
        if (open && frames.used() > 0) {
            seal();
        }
    }

    /** Whether an INNER is open, holds something and may be sealed as it is. */
    boolean hasOpen() {
        return open && frames.used() > 0 && !held && !moreFollows;
    }

    /** Whether an INNER is open that holds something and may not be sealed before the next key is used. */
    boolean keepsForKey() {
        return held && open && frames.used() > 0;
    }

    /** Highest sequence whose place in the store is taken: the open INNER's, or the last sealed one's. */
    long lastClaimed() {
        return open ? lastSealed + 1 : lastSealed;
    }

    /** Highest sequence that is sealed. */
    long lastSealed() {
        return lastSealed;
    }

    /** Whether nothing more can be sealed under the content key of this run. */
    boolean isKeyUsedUp() {
        return !open && lastSealed >= sealer.lastSequence();
    }

    private boolean openNext(long sealLimit) {
        if (lastSealed + 1 > sealLimit || isKeyUsedUp()) {
            return false;
        }
        slot = store.claim(lastSealed + 1);
        frames.start(slot, InnerHeader.LENGTH, contentBytes);
        open = true;
        return true;
    }

    private void seal() {
        long sequence = lastSealed + 1;
        InnerHeader.write(
                slot,
                0,
                sealer.suite(),
                InnerHeader.STREAM_DATA,
                InnerHeader.TYPE_MESSAGES,
                sealer.contentSpi(),
                keys.nodeId(),
                keys.incarnation().high(),
                sequence,
                frames.used());
        int length = sealer.seal(slot, 0, frames.used());
        keys.digest(slot, 0, length, slot, length);
        store.commit(sequence, length);
        lastSealed = sequence;
        open = false;
    }
}
