package io.trackmc.proto.testing;

import io.trackmc.proto.rate.SharedRate;

/** A shared rate at which others have sent so much that it opens at a time that a test sets. */
public final class SetRate implements SharedRate {

    private long openAtNs = Long.MIN_VALUE / 2;
    private long restedAtNs = Long.MIN_VALUE / 2;
    private long taken;
    private boolean set;

    /** Repairs may go from then on, and everything else from {@code restedNs} on. */
    public void opens(long atNs, long restedNs) {
        set = true;
        openAtNs = atNs;
        restedAtNs = restedNs;
    }

    /** Bytes that went. */
    public long taken() {
        return taken;
    }

    @Override
    public boolean isOpen(long nowNs) {
        return !set || nowNs - openAtNs >= 0;
    }

    @Override
    public void take(long nowNs, int bytes) {
        taken += bytes;
    }

    @Override
    public long openAtNs() {
        return openAtNs;
    }

    @Override
    public boolean isExhausted(long nowNs) {
        return set && nowNs - restedAtNs < 0;
    }

    @Override
    public long restedAtNs() {
        return restedAtNs;
    }
}
