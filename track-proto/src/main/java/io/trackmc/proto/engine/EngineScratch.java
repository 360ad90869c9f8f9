package io.trackmc.proto.engine;

import io.trackmc.proto.buffer.PacketPool;
import io.trackmc.proto.buffer.PacketRing;
import io.trackmc.proto.event.DurationBuckets;
import io.trackmc.proto.protect.HopKeys;
import io.trackmc.proto.wire.TrackMessage;
import org.agrona.collections.Int2ObjectHashMap;

/**
 * What an engine needs only while one of its methods runs: messages that are read and written, and buffers; no engine finds there what it, or another,
 * has left. Also where packets are kept comes from here, and goes back, and what is measured for all of them together is kept here.
 *
 * <p>Engines that one thread drives may share one, because none calls another; where there are a million of them, that is most of their memory. What is
 * read and what is written are kept apart, so that an engine can write an answer while it still looks at the question.
 */
public final class EngineScratch {

    private final MessageSet received = new MessageSet();
    private final MessageSet written = new MessageSet();
    private final byte[] digest = new byte[HopKeys.DIGEST_LENGTH];
    private final long[] bitmap = new long[TrackMessage.MAX_BITMAP_WORDS];
    private final Int2ObjectHashMap<PacketPool> packets = new Int2ObjectHashMap<>();
    private final DurationBuckets gapTimes = new DurationBuckets();
    private byte[] content = new byte[0];

    /** The packet that is handled now. */
    public MessageSet received() {
        return received;
    }

    /** The packet that is written now. */
    public MessageSet written() {
        return written;
    }

    /** For the digest of the INNER that is handled now. */
    public byte[] digest() {
        return digest;
    }

    /** For the bitmap of the Track that is written now. */
    public long[] bitmap() {
        return bitmap;
    }

    /** Arrays for packets, or contents, of at most so many bytes, and their digests. Who has taken one has it for himself until he gives it back. */
    public PacketPool packets(int maxBytes) {
        return packets.computeIfAbsent(maxBytes + PacketRing.DIGEST_BYTES, PacketPool::new);
    }

    /** How long gaps were open until a repair filled them, at all engines that share this. Read by any thread. */
    public DurationBuckets gapTimes() {
        return gapTimes;
    }

    /** For a content that is looked at and not kept, of at most so many bytes. */
    public byte[] content(int maxBytes) {
        if (content.length < maxBytes) {
            content = new byte[maxBytes];
        }
        return content;
    }
}
