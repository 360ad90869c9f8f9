package io.trackmc.proto.tree;

import io.trackmc.proto.wire.BindConfirmMessage;
import io.trackmc.proto.wire.HeartbeatMessage;
import io.trackmc.proto.wire.TrackMessage;

/** A receiver that has received nothing yet, and has installed one transport epoch. */
final class QuietOwner implements UpstreamOwner {

    private final long epoch;
    int quiet;

    QuietOwner(long epoch) {
        this.epoch = epoch;
    }

    @Override
    public void fillTrack(long nowNs, TrackMessage track) {
        track.receiverCount(1).transportEpoch(epoch);
    }

    @Override
    public void onQuiet(long nowNs) {
        quiet++;
    }

    @Override
    public void onHeartbeat(long nowNs, HeartbeatMessage heartbeat, boolean alone) {}

    @Override
    public void onBound(long nowNs, ParentBond bond, BindConfirmMessage confirm) {}

    @Override
    public void onSourceCounter(int spi, long counter) {}

    @Override
    public void onParentLost(long nowNs) {}

    @Override
    public long oldestNeeded() {
        return 0;
    }

    @Override
    public int receiverCount() {
        return 1;
    }

    @Override
    public FarewellCounts toldCounts() {
        return FarewellCounts.NONE;
    }

    @Override
    public void onUnbound(long nowNs) {}
}
