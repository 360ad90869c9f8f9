package io.trackmc.repairhead;

/**
 * What a tenant may use of an appliance, by all its sessions together.
 *
 * @param bytesPerSecond most that they send, all datagrams counted; 0 for no limit
 * @param children most children, bound or about to be; {@link Integer#MAX_VALUE} for no limit
 * @param memoryBytes most heap that they may ever take; {@link Long#MAX_VALUE} for no limit
 */
record Caps(long bytesPerSecond, int children, long memoryBytes) {

    /** No limits. */
    static final Caps NONE = new Caps(0, Integer.MAX_VALUE, Long.MAX_VALUE);

    /** What may go at once is what goes in a hundredth of a second, or some datagrams. */
    private static final int BURSTS_PER_SECOND = 100;

    private static final int LEAST_BURST_BYTES = 32 << 10;

    /** For people. */
    String text() {
        return "rate " + (bytesPerSecond == 0 ? "unlimited" : bytesPerSecond + " B/s") + ", max-children "
                + (children == NONE.children ? "unlimited" : children) + ", memory "
                + (memoryBytes == NONE.memoryBytes ? "unlimited" : memoryBytes + " B");
    }

    /** How much may go at once, in bytes. */
    int burstBytes() {
        return Math.clamp(bytesPerSecond / BURSTS_PER_SECOND, LEAST_BURST_BYTES, Integer.MAX_VALUE);
    }
}
