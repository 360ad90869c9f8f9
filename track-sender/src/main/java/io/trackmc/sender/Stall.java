package io.trackmc.sender;

import io.trackmc.proto.sender.SenderStall;

/**
 * What keeps a sender from sending.
 *
 * @param cause why
 * @param forNs for how long nothing has been sent, in nanoseconds: with a limit of rate it is short, because packets go all the time
 * @param child name of the child of the sender that holds it back, with all below it; empty when the cause is nobody's
 * @param node name of the node below that child, or the child itself, that does; empty when nobody is known
 */
public record Stall(SenderStall cause, long forNs, String child, String node) {}
