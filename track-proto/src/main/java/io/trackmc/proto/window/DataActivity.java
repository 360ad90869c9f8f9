package io.trackmc.proto.window;

/**
 * Whether the data channel is speaking. While it is, what other channels say of its leading edge is old news: packets up to there
 * wait in the socket of the data channel, and asking for them would have everything sent twice.
 */
public final class DataActivity {

    /** Silence after which hints from other channels count: the sender's NullData should have come. */
    public static final long QUIET_NS = 20_000_000;

    private boolean heard;
    private long lastNs;

    /** An authentic packet came in on the data channel. */
    public void heard(long nowNs) {
        heard = true;
        lastNs = nowNs;
    }

    /** Whether nothing has come in for {@link #QUIET_NS}. */
    public boolean isQuiet(long nowNs) {
        return !heard || nowNs - lastNs >= QUIET_NS;
    }
}
