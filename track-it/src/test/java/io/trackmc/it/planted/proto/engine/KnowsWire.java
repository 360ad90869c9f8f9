package io.trackmc.it.planted.proto.engine;

/** Breaks proto-cycles, together with the wire package, which knows this one. */
public final class KnowsWire {
    public long now() {
        return io.trackmc.it.planted.proto.wire.ReadsClock.now();
    }
}
