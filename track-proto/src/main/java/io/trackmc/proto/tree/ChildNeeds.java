package io.trackmc.proto.tree;

/**
 * What a parent had to do for a child so far, all runs of the child that it remembers together. Counts of packets are of those that the child named: one that it asked
 * for three times counts three times.
 */
public final class ChildNeeds {

    /** Of a child that never asked for anything; never written to. */
    static final ChildNeeds NONE = new ChildNeeds();

    private long nacks;
    private long asked;
    private long repairs;
    private long heldOff;
    private long slowestNs;

    ChildNeeds() {}

    void countNack() {
        nacks++;
    }

    void countAsked(long packets) {
        asked += packets;
    }

    void countRepair() {
        repairs++;
    }

    void countHeldOff() {
        heldOff++;
    }

    void addSlowest(long forNs) {
        slowestNs += forNs;
    }

    /** Nacks that came from it. */
    public long nacks() {
        return nacks;
    }

    /** Packets that these asked for. */
    public long asked() {
        return asked;
    }

    /** Repairs made because it was the first to ask; how many others heard them does not matter. */
    public long repairs() {
        return repairs;
    }

    /** Packets asked for and not repaired then: the repair was on its way, or the child had used up its share or not shown where it is. */
    public long heldOff() {
        return heldOff;
    }

    /** How long it had less room than all the others, in nanoseconds. */
    public long slowestNs() {
        return slowestNs;
    }
}
