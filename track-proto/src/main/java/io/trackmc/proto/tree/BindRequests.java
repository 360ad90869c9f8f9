package io.trackmc.proto.tree;

import io.trackmc.proto.engine.Endpoint;
import io.trackmc.proto.engine.EngineScratch;
import io.trackmc.proto.engine.Transmit;
import io.trackmc.proto.engine.MessageSet;
import io.trackmc.proto.event.CounterId;
import io.trackmc.proto.event.Counters;
import io.trackmc.proto.protect.HopKeys;
import io.trackmc.proto.protect.HopSealer;
import io.trackmc.proto.protect.RegionGrants;
import io.trackmc.proto.wire.BindRequestMessage;
import io.trackmc.proto.wire.BindRole;
import io.trackmc.proto.wire.QueryMessage;
import io.trackmc.proto.wire.UnbindReason;
import io.trackmc.proto.wire.UnbindRequestMessage;

/** Writes what a child asks of parents: to be admitted, to be let go, and how far away they are. */
final class BindRequests {

    private final HopKeys keys;
    private final BindRole role;
    private final int homeRegion;
    private final BindListener listener;
    private final Counters counters;
    private final MessageSet written;

    BindRequests(HopKeys keys, BindSettings settings, BindListener listener, Counters counters, EngineScratch scratch) {
        this.keys = keys;
        this.role = settings.role();
        this.homeRegion = settings.homeRegion();
        this.listener = listener;
        this.counters = counters;
        this.written = scratch.written();
    }

    /**
     * Writes a BindRequest. It tells no epoch in which this node could not hear the parent's region, and none that is not installed in all its subtree: it is
     * counted by that until its first Track.
     *
     * @param ahead whether to ask under the newest epoch that is installed, in use here or not
     */
    void writeBind(Transmit out, int parent, Endpoint endpoint, int bindSequence, boolean rejoin, boolean ahead) {
        RegionGrants grants = keys.regionGrants();
        BindRequestMessage request = written.bindRequest();
        request.reset();
        request.incarnationTail(keys.incarnation().low())
                .bindSequence(bindSequence)
                .role(role)
                .level(SessionState.DISCONNECTED)
                .rejoin(rejoin)
                .wantsRegionKey(grants.lacks(parent))
                .receiverCount(listener.receiverCount())
                .homeRegion(homeRegion)
                .neededSequence(listener.oldestNeeded())
                .transportEpoch(Math.min(listener.transportEpochBelow(),
                        Math.min(keys.transportEpoch(), grants.newestHeld(parent))));
        int outerLength = request.write(out.bytes(), 0);
        HopSealer sealer = ahead ? keys.bindRequestSealerAhead(parent) : keys.bindRequestSealer(parent);
        out.unicast(endpoint, sealer.seal(out.bytes(), 0, outerLength));
        counters.increment(CounterId.BIND_REQUESTS_SENT);
    }

    /**
     * @param bindSequence attempt that the parent confirmed
     * @param ask whether the parent is only asked if it is there
     */
    void writeUnbind(
            Transmit out, ParentBond bond, int bindSequence, UnbindReason reason, FarewellCounts counts,
            boolean ask) {
        UnbindRequestMessage unbind = written.unbind();
        unbind.reset();
        unbind.reason(reason)
                .completeCount(counts.complete())
                .lateCount(counts.late())
                .failureCount(counts.failed())
                .bindSequence(bindSequence)
                .ask(ask);
        int outerLength = unbind.write(out.bytes(), 0);
        out.unicast(bond.endpoint(), bond.up().seal(out.bytes(), 0, outerLength));
    }

    /** Writes the question how far away a parent is. */
    void writeQuery(Transmit out, int parent, Endpoint endpoint, int token) {
        QueryMessage query = written.query();
        query.reset();
        query.incarnationTail(keys.incarnation().low()).target(parent).token(token);
        int outerLength = query.write(out.bytes(), 0);
        out.unicast(endpoint, keys.dataSealer().seal(out.bytes(), 0, outerLength));
        counters.increment(CounterId.QUERIES_SENT);
    }
}
