package io.trackmc.keys.transport.key;

/** INK of one epoch: what sender and repair heads authenticate each other's control with (wire format §4.1). */
public final class InteriorNodeKey extends Secret {

    /** Holds nothing until {@link KeySchedule#interiorNodeKey} fills it. */
    public InteriorNodeKey() {}
}
