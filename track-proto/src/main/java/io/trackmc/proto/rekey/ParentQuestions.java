package io.trackmc.proto.rekey;

import io.trackmc.proto.protect.KeyLayer;
import io.trackmc.proto.protect.KeyUpdates;
import io.trackmc.proto.wire.HeartbeatMessage;
import io.trackmc.proto.wire.RekeyRequestMessage;
import java.util.Objects;

/** What a node asks its parent for: {@link RekeyQuestions} says what and when, {@link LeftBehind} when asking is of no use any more. */
final class ParentQuestions extends RekeyAsking {

    private final KeyUpdates updates;
    private final RegionPath path;
    private final RekeyQuestions questions;
    private final LeftBehind leftBehind;

    ParentQuestions(KeyUpdates updates, RegionPath path, RekeyQuestions questions, LeftBehind leftBehind) {
        this.updates = updates;
        this.path = path;
        this.questions = questions;
        this.leftBehind = leftBehind;
    }

    @Override
    public void onHeartbeat(long nowNs, HeartbeatMessage heartbeat, boolean alone, long parentRttNs,
            int parentSiblings) {
        questions.heard(parentRttNs, parentSiblings);
        if (alone) {
            questions.told(nowNs, KeyLayer.TRANSPORT, heartbeat.transportRekey());
            questions.told(nowNs, KeyLayer.CONTENT, heartbeat.contentRekey());
            leftBehind.siblings(parentSiblings);
            leftBehind.told(nowNs, KeyLayer.TRANSPORT, heartbeat.transportRekey());
            leftBehind.told(nowNs, KeyLayer.CONTENT, heartbeat.contentRekey());
        } else {
            hint(nowNs, KeyLayer.TRANSPORT, heartbeat.transportRekey());
            hint(nowNs, KeyLayer.CONTENT, heartbeat.contentRekey());
            hintContentEpoch(nowNs, heartbeat.content().epoch());
        }
    }

    /** A parent that hands on rekeys without having missed any may know of an epoch that no rekey there brings: asked, it tells this node alone. */
    private void hintContentEpoch(long nowNs, long epoch) {
        long installed = updates.installedEpoch(KeyLayer.CONTENT);
        long newest = updates.newest(KeyLayer.CONTENT);
        if (installed != 0 && epoch > installed && updates.applied(KeyLayer.CONTENT) == newest) {
            hint(nowNs, KeyLayer.CONTENT, newest + 1);
        }
    }

    @Override
    public void onContentEpoch(long nowNs, long epoch) {
        if (updates.installedEpoch(KeyLayer.CONTENT) != 0) {
            questions.toldContentEpoch(nowNs, epoch);
            leftBehind.toldContentEpoch(nowNs, epoch);
        }
    }

    @Override
    public void onNewParent(long nowNs) {
        questions.newParent(nowNs);
    }

    @Override
    public void onUnknownSpi(long nowNs, KeyLayer layer, int spi) {
        if (updates.isAnnounced(layer, spi)) {
            hintNext(nowNs, layer);
            questions.hasten(nowNs, layer);
        }
    }

    @Override
    public void onDoubt(long nowNs) {
        hintNext(nowNs, KeyLayer.TRANSPORT);
    }

    /** Whoever has applied all that it knows of may lack the next one. */
    private void hintNext(long nowNs, KeyLayer layer) {
        long newest = updates.newest(layer);
        if (updates.applied(layer) == newest) {
            hint(nowNs, layer, newest + 1);
        }
    }

    @Override
    public boolean isUpToDate(KeyLayer layer) {
        return questions.isUpToDate(layer);
    }

    @Override
    public boolean isStarved(long nowNs) {
        return questions.isStarved(nowNs);
    }

    @Override
    public void askedStale(long nowNs) {
        leftBehind.askedStale(nowNs);
    }

    @Override
    public boolean fillRequest(long nowNs, RekeyRequestMessage to) {
        if (!questions.fill(nowNs, to)) {
            return false;
        }
        KeyLayer layer = Objects.requireNonNull(KeyLayer.of(to.layer()));
        leftBehind.asked(nowNs, layer, questions.vainForItself(layer));
        return true;
    }

    @Override
    public boolean fillStaleRequest(RekeyRequestMessage to, int candidate) {
        questions.fillStale(to, path, candidate);
        return true;
    }

    @Override
    public boolean fillAsideRequest(RekeyRequestMessage to, int candidate) {
        questions.fillAside(to, path, candidate);
        return true;
    }

    @Override
    public long requestDeadlineNs() {
        return questions.deadlineNs();
    }

    @Override
    void hint(long nowNs, KeyLayer layer, long rekey) {
        questions.hint(nowNs, layer, rekey);
    }

    @Override
    void look(long nowNs) {
        questions.look(nowNs);
    }

    @Override
    void arrived(long nowNs, KeyLayer layer) {
        questions.arrived(nowNs, layer);
    }

    @Override
    void applied(KeyLayer layer) {
        leftBehind.applied(layer);
    }

    @Override
    void renewed(KeyLayer layer, boolean brought) {
        leftBehind.renewed(layer, brought);
    }

    @Override
    void heardAlone() {
        leftBehind.heardAlone();
    }

    @Override
    boolean isNextWithheld(KeyLayer layer) {
        return questions.isNextWithheld(layer);
    }

    @Override
    boolean isStuck() {
        return leftBehind.isStuck();
    }

    @Override
    long announcementNs() {
        return leftBehind.deadlineNs();
    }

    @Override
    void onTimeout(long nowNs) {
        leftBehind.onTimeout(nowNs);
    }
}
