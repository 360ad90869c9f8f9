package io.trackmc.sim.fast;

import io.trackmc.proto.protect.Direction;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.protect.KeyClass;

/** What protects one hop, and with which run of whom. */
abstract sealed class FastRelation permits FastSealer, FastVerifier {

    private final FastHop hop;
    private int peer;
    private Incarnation peerRun = Incarnation.ZERO;
    private boolean towardsAnyRun;

    FastRelation(FastHop hop) {
        this.hop = hop;
    }

    /** The hop, of one run of each end. */
    final FastHop hop() {
        return hop;
    }

    /** @param anyRun whether the run of the peer is not known */
    final void with(int node, Incarnation run, boolean anyRun) {
        peer = node;
        peerRun = run;
        towardsAnyRun = anyRun;
    }

    final Incarnation peerRun() {
        return peerRun;
    }

    final boolean isOf(KeyClass keyClass, Direction direction, int node, boolean anyRun) {
        return peer == node && hop.keyClass() == keyClass && hop.direction() == direction && towardsAnyRun == anyRun;
    }
}
