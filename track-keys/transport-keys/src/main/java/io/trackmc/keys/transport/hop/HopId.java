package io.trackmc.keys.transport.hop;

import io.trackmc.proto.protect.Direction;
import io.trackmc.proto.protect.KeyClass;

/** A hop without the runs of its ends: class, direction and the other node. */
record HopId(KeyClass keyClass, Direction direction, int peer) {

    static HopId of(Hop hop, int peer) {
        return new HopId(hop.keyClass(), hop.direction(), peer);
    }
}
