package io.trackmc.proto.tree;

import io.trackmc.proto.wire.BindConfirmMessage;

/** A receiver that needs nothing, and does nothing about what it hears. */
final class QuietListener implements BindListener {

    long epochBelow = Long.MAX_VALUE;

    @Override
    public long transportEpochBelow() {
        return epochBelow;
    }

    @Override
    public FarewellCounts toldCounts() {
        return FarewellCounts.NONE;
    }

    @Override
    public void onBound(long nowNs, ParentBond bond, BindConfirmMessage confirm) {}

    @Override
    public void onSourceCounter(int spi, long counter) {}

    @Override
    public void onParentLost(long nowNs) {}

    @Override
    public void onUnbound(long nowNs) {}

    @Override
    public long oldestNeeded() {
        return 0;
    }

    @Override
    public int receiverCount() {
        return 1;
    }
}
