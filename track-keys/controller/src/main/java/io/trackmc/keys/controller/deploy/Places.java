package io.trackmc.keys.controller.deploy;

import io.trackmc.keys.controller.plan.DeploymentPlan;
import io.trackmc.proto.engine.ProtocolConfig;

/**
 * Places for children that a parent needs.
 *
 * @param children in all
 * @param reserved how many of them only repair heads may take
 */
record Places(int children, int reserved) {

    /** Receivers get three quarters of the places where nothing else is configured. */
    private static final int RECEIVER_PARTS = 3;
    private static final int PARTS = 4;

    /**
     * Room for all that may come, as far as a parent can have it; where it cannot, for all whose first parent it is.
     *
     * @param receivers those that have it as parent or backup
     * @param repairHeads repair heads that do
     * @param primaryReceivers receivers whose first parent it is
     */
    static Places of(long receivers, long repairHeads, long primaryReceivers) {
        long wanted = Math.max(Math.ceilDiv(receivers * PARTS, RECEIVER_PARTS), receivers + repairHeads);
        int children = Math.clamp(wanted, ProtocolConfig.lan().maxChildren(), DeploymentPlan.MAX_CHILDREN);
        int reserved = ProtocolConfig.defaultReserve(children);
        boolean hasRoomForAll = children - reserved >= receivers;
        return new Places(children,
                hasRoomForAll ? reserved : (int) Math.min(reserved, children - primaryReceivers));
    }
}
