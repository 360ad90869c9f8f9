package io.trackmc.it.planted.sim;

import io.trackmc.it.planted.net.OpensContent;

/** Breaks sim-no-net. */
final class UsesSocket {
    final OpensContent opens = new OpensContent();
}
