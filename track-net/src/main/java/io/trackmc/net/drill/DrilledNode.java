package io.trackmc.net.drill;

import io.trackmc.proto.engine.Endpoint;
import java.util.function.Consumer;

/**
 * What drills can do to a node of the tree, and see of it.
 *
 * @param name its name
 * @param address where it receives unicast, as its peers see it
 * @param sockets what becomes of its datagrams
 * @param clock tells it the time of day
 * @param driver runs something on the thread that stands still when it is told to
 * @param events what has happened to its parents
 */
public record DrilledNode(
        String name, Endpoint address, SocketFaults sockets, SkewedClock clock, Consumer<Runnable> driver,
        ParentEvents events) {}
