package io.trackmc.cli.capture;

import io.trackmc.net.capture.PcapNgFile;
import io.trackmc.proto.wire.InnerHeader;
import io.trackmc.proto.wire.MessageType;
import io.trackmc.proto.wire.OuterHeader;
import io.trackmc.proto.wire.PacketShape;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A capture that grows up to its limits, and counts what is in it. One thread. */
final class Capture implements GroupListener.Handler {

    /** What is neither TRACK nor whole. */
    static final String OTHER = "other";

    private static final int LONGEST_DATAGRAM = 1 << 16;

    private final PcapNgFile file;
    private final InstantSource clock;
    private final long maxPackets;
    private final long maxBytes;
    private final boolean headersOnly;
    private final byte[] bytes = new byte[LONGEST_DATAGRAM];
    private final Map<String, Integer> types = new TreeMap<>();
    private long packets;
    private boolean full;

    /**
     * @param maxPackets after which it takes no more
     * @param maxBytes that the file may have
     * @param headersOnly whether packets are cut behind their headers
     */
    Capture(PcapNgFile file, InstantSource clock, long maxPackets, long maxBytes, boolean headersOnly) {
        this.file = file;
        this.clock = clock;
        this.maxPackets = maxPackets;
        this.maxBytes = maxBytes;
        this.headersOnly = headersOnly;
    }

    @Override
    public void on(InetSocketAddress from, InetSocketAddress group, ByteBuffer datagram) throws IOException {
        if (full) {
            return;
        }
        int length = datagram.remaining();
        datagram.get(datagram.position(), bytes, 0, length);
        MessageType type = typeOf(length);
        int kept = headersOnly ? headers(type, length) : length;
        if (file.size() + PcapNgFile.bytesFor(kept) > maxBytes) {
            full = true;
            return;
        }
        file.write(clock.instant(), from, group, datagram, kept);
        types.merge(type == null ? OTHER : type.name().toLowerCase(Locale.ROOT), 1, Integer::sum);
        packets++;
        full = packets >= maxPackets;
    }

    /** Whether a limit is reached. */
    boolean isFull() {
        return full;
    }

    /** Datagrams in the file. */
    long packets() {
        return packets;
    }

    /** The same by type, as metrics call them. */
    Map<String, Integer> types() {
        return types;
    }

    private @Nullable MessageType typeOf(int length) {
        return PacketShape.check(bytes, 0, length, LONGEST_DATAGRAM) == null
                ? MessageType.of(OuterHeader.typeCode(bytes, 0)) : null;
    }

    /** Of what is not TRACK nobody knows where headers end. */
    private int headers(@Nullable MessageType type, int length) {
        if (type == null) {
            return Math.min(length, OuterHeader.LENGTH);
        }
        return OuterHeader.outerLength(bytes, 0)
                + Math.min(PacketShape.innerLength(bytes, 0, length), InnerHeader.LENGTH);
    }
}
