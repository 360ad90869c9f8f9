package io.trackmc.sim.scale;

import io.trackmc.sim.measure.Durations;

/**
 * How long things took in a large tree.
 *
 * @param lastDelivery of each message, from the offer of the source until the last receiver had it
 * @param confirmation of each packet, from its first transmission until the source knew that everybody had it
 * @param failover of each node whose parent died, until the first repair or data from another one
 * @param orphans nodes that lost their parent, each as often as it happened
 * @param inTimePercent share of them that had another parent within twice the detection time; 100 without any
 * @param worstRoundTripNs longest way there and back between two nodes
 */
public record TreeTimes(Durations lastDelivery, Durations confirmation, Durations failover, int orphans,
        double inTimePercent, long worstRoundTripNs) {}
