package io.trackmc.it.planted.proto.time;

/** Breaks proto-imports. */
final class StartsThread {
    void start() {
        Thread.ofVirtual().start(() -> {});
    }
}
