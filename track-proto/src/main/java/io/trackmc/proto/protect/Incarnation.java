package io.trackmc.proto.protect;

/**
 * One run of a node: 16 bytes, so that keys and nonces of a restarted node differ from those before.
 *
 * <p>{@code high} is {@code max(last used + 1, wall clock milliseconds)} and travels in every packet; {@code low} is random
 * and travels when two nodes meet (BindRequest, BindConfirm, Advertise). A higher {@code high} is a later run of the
 * same node (security rules, "Identity").
 *
 * @param high first 8 bytes, big-endian, compared as unsigned
 * @param low last 8 bytes
 */
public record Incarnation(long high, long low) {

    /** Number of bytes of an incarnation in key derivation. */
    public static final int LENGTH = 16;

    /** Stands for "not known yet" in a BindRequest and for "nobody" in multicast. */
    public static final Incarnation ZERO = new Incarnation(0, 0);

    /** Whether this is a later run than {@code other} of the same node. */
    public boolean isLaterThan(Incarnation other) {
        return Long.compareUnsigned(high, other.high) > 0;
    }
}
