package io.trackmc.sim.node;

import io.trackmc.proto.engine.Path;
import io.trackmc.proto.engine.Transmit;

import org.agrona.collections.Int2ObjectHashMap;

/** What the hosts of a world need for the time of one call: they take turns, so a hundred thousand of them share it. */
public final class Workbench {

    private final Int2ObjectHashMap<Transmit> outputs = new Int2ObjectHashMap<>();
    private final Int2ObjectHashMap<UntouchedCheck> untouched = new Int2ObjectHashMap<>();
    private final Path path = new Path();

    /** Where engines write what they send. */
    Transmit output(int datagramBytes) {
        return outputs.computeIfAbsent(datagramBytes, Transmit::new);
    }

    /** Where a datagram came in. */
    Path path() {
        return path;
    }

    /** Whether input has left an engine as it was. */
    UntouchedCheck untouched(int datagramBytes) {
        return untouched.computeIfAbsent(datagramBytes, UntouchedCheck::new);
    }
}
