package io.trackmc.keys.transport.key;

/** K_hop: authenticates what one node run sends on one hop in one epoch (wire format §4.2). */
public final class HopKey extends Secret {

    /** Holds nothing until {@link KeySchedule#hopKey} fills it. */
    public HopKey() {}
}
