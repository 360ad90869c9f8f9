package io.trackmc.it.planted.proto.wire;

/** Breaks proto-calls and proto-leaf-rooms. */
public final class ReadsClock {
    public final io.trackmc.it.planted.proto.engine.KnowsWire engine = new io.trackmc.it.planted.proto.engine.KnowsWire();

    public static long now() {
        return System.nanoTime();
    }
}
