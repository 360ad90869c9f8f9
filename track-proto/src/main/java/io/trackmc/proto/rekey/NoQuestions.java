package io.trackmc.proto.rekey;

import io.trackmc.proto.protect.KeyLayer;
import io.trackmc.proto.time.Deadlines;
import io.trackmc.proto.wire.HeartbeatMessage;
import io.trackmc.proto.wire.RekeyRequestMessage;

/** Where keys never change, or nobody can be asked for them: one for all such nodes, because it keeps nothing. */
final class NoQuestions extends RekeyAsking {

    static final RekeyAsking INSTANCE = new NoQuestions();

    private NoQuestions() {}

    @Override
    public void onHeartbeat(long nowNs, HeartbeatMessage heartbeat, boolean alone, long parentRttNs,
            int parentSiblings) {}

    @Override
    public void onContentEpoch(long nowNs, long epoch) {}

    @Override
    public void onNewParent(long nowNs) {}

    @Override
    public void onUnknownSpi(long nowNs, KeyLayer layer, int spi) {}

    @Override
    public void onDoubt(long nowNs) {}

    @Override
    public boolean isUpToDate(KeyLayer layer) {
        return false;
    }

    @Override
    public boolean isStarved(long nowNs) {
        return false;
    }

    @Override
    public void askedStale(long nowNs) {}

    @Override
    public boolean fillRequest(long nowNs, RekeyRequestMessage to) {
        return false;
    }

    @Override
    public boolean fillStaleRequest(RekeyRequestMessage to, int candidate) {
        return false;
    }

    @Override
    public boolean fillAsideRequest(RekeyRequestMessage to, int candidate) {
        return false;
    }

    @Override
    public long requestDeadlineNs() {
        return Deadlines.NONE;
    }

    @Override
    void hint(long nowNs, KeyLayer layer, long rekey) {}

    @Override
    void look(long nowNs) {}

    @Override
    void arrived(long nowNs, KeyLayer layer) {}

    @Override
    void applied(KeyLayer layer) {}

    @Override
    void renewed(KeyLayer layer, boolean brought) {}

    @Override
    void heardAlone() {}

    @Override
    boolean isNextWithheld(KeyLayer layer) {
        return false;
    }

    @Override
    boolean isStuck() {
        return false;
    }

    @Override
    long announcementNs() {
        return Deadlines.NONE;
    }

    @Override
    void onTimeout(long nowNs) {}
}
