package io.trackmc.proto.repairhead;

import io.trackmc.proto.engine.ProtocolConfig;

/**
 * The most heap that a repair head takes for packets, children and rekeys, in bytes, whatever others send to it: all that it keeps of them has a size or a number that its configuration
 * fixes. Rounded up where the parts are small. Keys of nodes that have asked it and are no children, and what its files hold, come on top.
 */
public final class RepairHeadFootprint {

    /** Counters, queues of fixed length, records, buffers of the driver for one turn. */
    private static final long FIXED_BYTES = 2L << 20;

    /** Digest, headers of arrays, and what is noted of a packet while it is missing or repaired. */
    private static final long PACKET_OVERHEAD_BYTES = 256;

    /** A child with its keys, reports and answers. */
    private static final long CHILD_BYTES = 4L << 10;

    /** One bit for a packet in a child's report, one in what was asked for it, one in what it was sent, and room. */
    private static final int BITS_PER_CHILD_AND_PACKET = 4;

    /** There is an entry for each child that is there, and for as many that have gone. */
    private static final int ENTRIES_PER_CHILD = 2;

    /** What a part of a rekey takes is more than its bytes. */
    private static final int KEPT_PARTS_FACTOR = 2;

    private RepairHeadFootprint() {}

    /**
     * That of one with this configuration.
     *
     * @param rekeyCacheBytes of rekeys that it keeps for those below it
     */
    public static long mostBytes(ProtocolConfig config, long rekeyCacheBytes) {
        long packets = config.storePackets();
        long store = packets * (config.datagramBytes() + PACKET_OVERHEAD_BYTES);
        long child = CHILD_BYTES + packets * BITS_PER_CHILD_AND_PACKET / Byte.SIZE;
        return FIXED_BYTES + store + ENTRIES_PER_CHILD * child * config.maxChildren()
                + KEPT_PARTS_FACTOR * rekeyCacheBytes;
    }
}
