package io.trackmc.proto.engine;

import io.trackmc.proto.feedback.NackTiming;

/**
 * Numbers that all engines of a group share. Immutable.
 *
 * @param datagramBytes largest datagram, 1,200 to 65,507 bytes; the same in the whole group
 * @param windowPackets flow-control window, a power of two; the same in the whole group. Parents keep twice as many to repair
 * @param maxChildren most children of one parent
 * @param reservedForRepairHeads how many of them can only be repair heads, 0 to maxChildren
 * @param discovery whether a child chooses among its parents by what they advertise and how far away they are, instead of by their order
 * @param rateBytesPerSecond limit of a sender's new data, 0 for none
 * @param repairBytesPerSecond limit of a parent's repairs, 0 for none
 * @param nack when to ask for repairs
 * @param tree when to speak in the tree
 * @param flow what is done about members that cannot keep up
 */
public record ProtocolConfig(
        int datagramBytes,
        int windowPackets,
        int maxChildren,
        int reservedForRepairHeads,
        boolean discovery,
        long rateBytesPerSecond,
        long repairBytesPerSecond,
        NackTiming nack,
        TreeTiming tree,
        FlowConfig flow) {

    /** Smallest datagram size: the longest control message, a Heartbeat with full lists, fits into it. */
    public static final int MIN_DATAGRAM_BYTES = 1200;

    /** Largest datagram size: the largest UDP payload over IPv4. */
    public static final int MAX_DATAGRAM_BYTES = 65_507;

    /** Repairs for one child where repairs have no limit: 20,000 of the default size a second. */
    private static final long CHILD_REPAIR_BYTES_PER_SECOND = 28_000_000;

    private static final int RESERVED_PART = 4;
    private static final int STORE_WINDOWS = 2;
    private static final long MS = 1_000_000;

    /** Refuses sizes that cannot work. */
    public ProtocolConfig {
        if (datagramBytes < MIN_DATAGRAM_BYTES || datagramBytes > MAX_DATAGRAM_BYTES) {
            throw new IllegalArgumentException("datagram size must be 1200 to 65507 bytes, was " + datagramBytes);
        }
        if (windowPackets < 64 || Integer.bitCount(windowPackets) != 1) {
            throw new IllegalArgumentException("window must be a power of two, 64 or more, was " + windowPackets);
        }
        if (maxChildren < 1 || maxChildren > 4096) {
            throw new IllegalArgumentException("children must be 1 to 4096, was " + maxChildren);
        }
        if (reservedForRepairHeads < 0 || reservedForRepairHeads > maxChildren) {
            throw new IllegalArgumentException(
                    "places for repair heads must be 0 to " + maxChildren + ", was " + reservedForRepairHeads);
        }
    }

    /** Places that only repair heads may take where nothing else is configured: a quarter. */
    public static int defaultReserve(int maxChildren) {
        return maxChildren / RESERVED_PART;
    }

    /** Defaults for a local network: 1,408-byte datagrams, a window of 2,048 packets, 64 children. */
    public static ProtocolConfig lan() {
        TreeTiming tree = new TreeTiming(
                50 * MS, 10, 250 * MS, 5 * MS, 100 * MS, 5 * MS, 100 * MS, 50 * MS, 1000 * MS, 6, 500 * MS, 600 * MS,
                1200 * MS,
                50 * MS, 3);
        return new ProtocolConfig(1408, 2048, 64, defaultReserve(64), false, 0, 0, NackTiming.lan(), tree,
                FlowConfig.DEFAULT);
    }

    /** The same with other sizes, and the default part of the children's places reserved for repair heads. */
    public ProtocolConfig withSizes(int otherDatagramBytes, int otherWindowPackets, int otherMaxChildren) {
        return new ProtocolConfig(
                otherDatagramBytes, otherWindowPackets, otherMaxChildren, defaultReserve(otherMaxChildren), discovery,
                rateBytesPerSecond, repairBytesPerSecond,
                nack, tree, flow);
    }

    /** The same with another number of places that only repair heads may take. */
    public ProtocolConfig withReserved(int otherReserved) {
        return new ProtocolConfig(
                datagramBytes, windowPackets, maxChildren, otherReserved, discovery, rateBytesPerSecond,
                repairBytesPerSecond,
                nack, tree, flow);
    }

    /** The same for children that choose among their parents by measuring, or not. */
    public ProtocolConfig withDiscovery(boolean otherDiscovery) {
        return new ProtocolConfig(
                datagramBytes, windowPackets, maxChildren, reservedForRepairHeads, otherDiscovery, rateBytesPerSecond,
                repairBytesPerSecond, nack, tree, flow);
    }

    /** The same with other limits of rate; 0 for none. */
    public ProtocolConfig withRates(long otherRateBytesPerSecond, long otherRepairBytesPerSecond) {
        return new ProtocolConfig(
                datagramBytes, windowPackets, maxChildren, reservedForRepairHeads, discovery, otherRateBytesPerSecond,
                otherRepairBytesPerSecond, nack,
                tree, flow);
    }

    /** The same with another way to treat those that cannot keep up. */
    public ProtocolConfig withFlow(FlowConfig otherFlow) {
        return new ProtocolConfig(
                datagramBytes, windowPackets, maxChildren, reservedForRepairHeads, discovery, rateBytesPerSecond,
                repairBytesPerSecond, nack, tree,
                otherFlow);
    }

    /** What one child gets of a parent's repairs, on average: half of them where they have a limit, so that none takes all. */
    public long childRepairBytesPerSecond() {
        return repairBytesPerSecond == 0 ? CHILD_REPAIR_BYTES_PER_SECOND : Math.max(1, repairBytesPerSecond / 2);
    }

    /** What one child gets of them at once: a window. */
    public int childRepairBurstBytes() {
        return (int) Math.min(Integer.MAX_VALUE, (long) windowPackets * datagramBytes);
    }

    /** Packets that a sender or RH keeps to repair. */
    public int storePackets() {
        return STORE_WINDOWS * windowPackets;
    }
}
