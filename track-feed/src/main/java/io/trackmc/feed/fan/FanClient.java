package io.trackmc.feed.fan;

import io.trackmc.feed.mold.MoldFrame;
import io.trackmc.feed.mold.MoldWriter;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A local process's end of a {@link FanServer}. One thread. */
public final class FanClient implements Closeable {

    private static final int MOST_FRAME_BYTES = MoldWriter.MAX_MESSAGE_BYTES + 64;
    private static final int BUFFER_BYTES = 1 << 16;

    /** One byte, whichever: who only looks whether somebody listens does not write. */
    private static final byte[] HELLO = {'R'};

    private final DataInputStream in;
    private final MoldFrame frame = new MoldFrame();
    private final byte[] bytes = new byte[MOST_FRAME_BYTES];
    private int length;

    private FanClient(DataInputStream in) {
        this.in = in;
    }

    /**
     * Connects, and says that it is a reader; messages that come from now on can be read.
     *
     * @throws IOException when nobody listens there
     */
    public static FanClient connect(Path path) throws IOException {
        SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(path));
        try {
            channel.write(ByteBuffer.wrap(HELLO));
        } catch (IOException _) {
            // Turned away already: the stream is at its end then.
        }
        return new FanClient(new DataInputStream(new BufferedInputStream(Channels.newInputStream(channel),
                BUFFER_BYTES)));
    }

    /**
     * Waits for the next frame.
     *
     * @return good until the next call; null when the server has ended
     * @throws IOException when the stream breaks off or is none
     */
    public @Nullable MoldFrame next() throws IOException {
        int first = first();
        if (first < 0) {
            return null;
        }
        length = (first << 24) | (in.readUnsignedByte() << 16) | in.readUnsignedShort();
        if (length < 0 || length > bytes.length) {
            throw new IOException("a frame of " + Integer.toUnsignedString(length) + " bytes, allowed: at most "
                    + bytes.length);
        }
        try {
            in.readFully(bytes, 0, length);
        } catch (EOFException e) {
            throw new IOException("the stream ends in the middle of a frame", e);
        }
        if (!frame.read(bytes, 0, length)) {
            throw new IOException("what came is no frame");
        }
        return frame;
    }

    /** A server that goes before it has read the hello breaks the connection; all that it had written has come by then. */
    private int first() throws IOException {
        try {
            return in.read();
        } catch (SocketException e) {
            return -1;
        }
    }

    /** Holds, from its first byte on, the frame that {@link #next} returned, as it came. */
    public byte[] bytes() {
        return bytes;
    }

    /** How long that is. */
    public int length() {
        return length;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
