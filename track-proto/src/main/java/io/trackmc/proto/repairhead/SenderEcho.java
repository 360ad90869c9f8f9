package io.trackmc.proto.repairhead;

import io.trackmc.proto.wire.TrackMessage;

/**
 * Minimum over the subtree of "sender timestamp plus time held", in the sender's clock: what lets the sender measure the
 * round trip to the farthest receiver without synchronised clocks (digest §5, "Robust form").
 *
 * <p>Collects between two Tracks, so that a child that went silent does not count for ever.
 */
final class SenderEcho {

    private static final long NS_PER_US = 1_000;

    private boolean present;
    private int minimum;
    private long atNs;

    /** A timestamp of the sender came in directly. */
    void own(long nowNs, int timestamp) {
        if (!present) {
            take(nowNs, timestamp);
        }
    }

    /** A child reported its echo. */
    void child(long nowNs, int childEcho) {
        if (!present || childEcho - current(nowNs) < 0) {
            take(nowNs, childEcho);
        }
    }

    /** Writes the echo into a Track, and begins anew. */
    void fill(long nowNs, TrackMessage track) {
        if (present) {
            track.senderEcho(current(nowNs));
            present = false;
        }
    }

    private void take(long nowNs, int value) {
        present = true;
        minimum = value;
        atNs = nowNs;
    }

    private int current(long nowNs) {
        return minimum + (int) ((nowNs - atNs) / NS_PER_US);
    }
}
