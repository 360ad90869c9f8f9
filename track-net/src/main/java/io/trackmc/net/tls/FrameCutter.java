package io.trackmc.net.tls;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** Cuts what comes over one connection into frames, and gives them one at a time. Used by one thread. */
final class FrameCutter {

    /** Most bytes that are held: what one read of a socket and one TLS record bring, while somebody is still busy with a frame before. */
    static final int HELD_BYTES = 256 << 10;

    private final int frameBytes;
    private final ByteBuf held;

    /**
     * Over a buffer that is released with {@link #release}.
     *
     * @param frameBytes longest frame
     */
    FrameCutter(int frameBytes, ByteBuf held) {
        this.frameBytes = frameBytes;
        this.held = held;
    }

    /** Takes bytes; false when it holds more than anybody who keeps to the protocol can have sent. */
    boolean add(ByteBuf bytes) {
        if (held.readableBytes() + bytes.readableBytes() > HELD_BYTES) {
            return false;
        }
        held.discardReadBytes();
        held.writeBytes(bytes);
        return true;
    }

    /** Whether a length stands there that no frame may have. */
    boolean isBroken() {
        return held.readableBytes() >= TlsServer.LENGTH_BYTES && !isAllowed(length());
    }

    /** The next frame, once it is whole. */
    byte @Nullable [] next() {
        if (held.readableBytes() < TlsServer.LENGTH_BYTES || !isAllowed(length())
                || held.readableBytes() < TlsServer.LENGTH_BYTES + length()) {
            return null;
        }
        byte[] frame = new byte[held.readInt()];
        held.readBytes(frame);
        return frame;
    }

    /** Whether a frame has begun. */
    boolean isWithinFrame() {
        return held.isReadable();
    }

    void release() {
        held.release();
    }

    private int length() {
        return held.getInt(held.readerIndex());
    }

    private boolean isAllowed(int length) {
        return length > 0 && length <= frameBytes;
    }
}
