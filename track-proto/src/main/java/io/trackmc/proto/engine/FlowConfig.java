package io.trackmc.proto.engine;

/**
 * How much is sent in all, and what is done about members that cannot keep up. Immutable; the same in the whole group.
 *
 * @param slowReceiver what a parent does with a child that is too slow
 * @param stallNs a child is too slow when it takes less than a window in this time, and all the while leaves the source less than a
 *     quarter of one
 * @param totalBytesPerSecond limit of a sender's new data and repairs together, 0 for none
 */
public record FlowConfig(SlowReceiver slowReceiver, long stallNs, long totalBytesPerSecond) {

    /** Waits, as a reliable session must unless its operator decides otherwise. */
    public static final FlowConfig DEFAULT = new FlowConfig(SlowReceiver.WAIT, 5_000_000_000L, 0);

    /** What a parent does with a child that is too slow. */
    public enum SlowReceiver {
        /** The group waits for it; the sender's application sees the back-pressure and who causes it. */
        WAIT,
        /** It is sent away, and named with that reason. */
        EJECT
    }

    /** Refuses times that cannot work. */
    public FlowConfig {
        if (stallNs <= 0) {
            throw new IllegalArgumentException("a stall must last, was " + stallNs);
        }
    }
}
