package io.trackmc.cli.feed;

import io.trackmc.keys.transport.bundle.NodeConfig;
import java.time.Duration;
import java.util.List;

/**
 * What {@code track subscribe} shall do.
 *
 * @param configs of its lines, one or two
 * @param once whether it ends with the first session
 * @param acceptLate whether a late start without a snapshot is no fault
 * @param lineTimeout how long a line may keep the other waiting
 * @param loss probability with which packets that arrive are thrown away
 * @param lossSeed of what is thrown away
 * @param shareAwait local processes that must be there before it begins
 */
record SubscribePlan(List<NodeConfig> configs, boolean once, boolean acceptLate, Duration lineTimeout, double loss,
        long lossSeed, int shareAwait) {

    /** Whether a session that did not come from its beginning is a fault. */
    boolean fromTheBeginning() {
        return once && !acceptLate;
    }
}
