package io.trackmc.keys.transport.incarnation;

import io.trackmc.proto.protect.Incarnation;

/** Gives each run of a node an incarnation that no run of it ever had (security rules, "Identity"). */
@FunctionalInterface
public interface IncarnationSource {

    /** The incarnation of the run that begins now; a later one at each call. */
    Incarnation next();
}
