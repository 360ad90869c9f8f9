package io.trackmc.net.metrics;

import io.trackmc.keys.transport.bundle.NodeRole;

/** Roles for which a metric means something; for the others it is not there. */
enum Roles {
    ALL(true, true, true),
    SENDER(true, false, false),
    /** Those with children. */
    PARENTS(true, true, false),
    /** Those with a parent. */
    CHILDREN(false, true, true),
    /** Those with an application. */
    ENDS(true, false, true);

    private final boolean sender;
    private final boolean repairHead;
    private final boolean receiver;

    Roles(boolean sender, boolean repairHead, boolean receiver) {
        this.sender = sender;
        this.repairHead = repairHead;
        this.receiver = receiver;
    }

    boolean contains(NodeRole role) {
        return switch (role) {
            case SENDER -> sender;
            case REPAIR_HEAD -> repairHead;
            case RECEIVER -> receiver;
        };
    }
}
