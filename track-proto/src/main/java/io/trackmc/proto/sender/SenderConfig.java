package io.trackmc.proto.sender;

import io.trackmc.proto.wire.SessionRules;

/**
 * What a sender engine is told of its place and its session.
 *
 * @param unicastPort port of its unicast socket
 * @param rules what it decides for its session; everybody in the tree is told
 */
public record SenderConfig(int unicastPort, SessionRules rules) {

    /** Region of a sender: it is the repair head of region 0. */
    public static final int REGION = 0;

    /** A reliable session, of which a late receiver gets what there is. */
    public SenderConfig(int unicastPort) {
        this(unicastPort, SessionRules.DEFAULT);
    }
}
