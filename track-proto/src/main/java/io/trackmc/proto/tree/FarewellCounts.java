package io.trackmc.proto.tree;

/**
 * What a child hands over to its parent when it says good-bye (wire format §5.12), each at least 0.
 *
 * @param complete receivers that confirmed the closed session from its first sequence on; 1 or 0 of a receiver
 * @param late receivers that came late and confirmed the rest; 1 or 0 of a receiver
 * @param failed receivers that were given up
 */
public record FarewellCounts(int complete, int late, int failed) {

    /** Nothing to hand over. */
    public static final FarewellCounts NONE = new FarewellCounts(0, 0, 0);

    boolean isNone() {
        return complete == 0 && late == 0 && failed == 0;
    }
}
