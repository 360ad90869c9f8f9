package io.trackmc.keys.transport.bundle;

import io.trackmc.proto.protect.KeyClass;

/** What a node does in the tree; fixed by its certificate and bundle. */
public enum NodeRole {
    /** Root of the tree and source of the data; the repair head of region 0. */
    SENDER("sender"),
    /** Repairs for its region; is never given a GroupDataKey. */
    REPAIR_HEAD("repair-head"),
    /** Leaf of the tree. */
    RECEIVER("receiver");

    private final String text;

    NodeRole(String text) {
        this.text = text;
    }

    /** Name in files and on the command line. */
    public String text() {
        return text;
    }

    /** Whether nodes of this role may have children. */
    public boolean isParent() {
        return this != RECEIVER;
    }

    /** Class of the pair key between a node of this role, as a child, and its parent (wire format §4.2). */
    public KeyClass pairClass() {
        return this == RECEIVER ? KeyClass.LEAF_PAIR : KeyClass.INTERIOR_PAIR;
    }
}
