package io.trackmc.proto.rekey;

import io.trackmc.proto.protect.KeyLayer;

/** What a role does when keys change; called by {@link Rekeying} within an input of the engine. */
public interface RekeyListener {

    /** A verified header expels a node: it counts no more and is refused from now on. It may be this node itself, or the parent. */
    void onExpelled(long nowNs, int nodeId);

    /** Another epoch is installed: parents are told. */
    void onInstalled(long nowNs, KeyLayer layer);

    /** This node sends under another transport epoch from now on. */
    void onFlipped(long nowNs);
}
