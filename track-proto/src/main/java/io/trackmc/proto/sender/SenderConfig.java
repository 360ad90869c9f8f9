package io.trackmc.proto.sender;

/**
 * What a sender engine is told of its place.
 *
 * @param unicastPort port of its unicast socket
 */
public record SenderConfig(int unicastPort) {

    /** Region of a sender: it is the repair head of region 0. */
    public static final int REGION = 0;
}
