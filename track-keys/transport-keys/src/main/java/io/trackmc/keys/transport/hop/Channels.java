package io.trackmc.keys.transport.hop;

/** Channel ids as they go into each ICV, so that a packet cannot be carried from one channel to another (wire format §2.2). */
final class Channels {

    /** The data channel. */
    static final long DATA = 0;

    /** Region in the derivation of a key of the data channel. */
    static final int NO_REGION = 0;

    private Channels() {}

    static long region(int region) {
        return Integer.toUnsignedLong(region);
    }

    static long pair(int parent, int child) {
        return Integer.toUnsignedLong(parent) << Integer.SIZE | Integer.toUnsignedLong(child);
    }
}
