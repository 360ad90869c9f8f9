package io.trackmc.sim.tree;

import io.trackmc.proto.protect.ContentOpener;
import io.trackmc.proto.protect.ContentSealer;
import io.trackmc.proto.protect.HopKeys;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.rekey.NodeRekeys;

/** What protects the packets of each node of a tree: everything that it was given before the run began. */
public interface NodeKeys {

    /** Transport keys of one run of a node. */
    HopKeys hopKeys(int node, Incarnation incarnation);

    /** Seals the content of one run of the sender. */
    ContentSealer sealer(int node, Incarnation incarnation);

    /** Opens content; each receiver needs its own. */
    ContentOpener opener();

    /** All keys of one run of a node, which may change. */
    default RunKeys ofRun(Place place, Incarnation incarnation) {
        return new RunKeys(hopKeys(place.id(), incarnation),
                place.role() == Place.Role.SENDER ? sealer(place.id(), incarnation) : null,
                place.role() == Place.Role.RECEIVER ? opener() : null, NodeRekeys.NONE);
    }
}
