package io.trackmc.net.node;

/**
 * How far a node's keys are.
 *
 * @param transport keys of hops
 * @param content keys of what the source sends; a repair head relays their rekeys and has none
 * @param expelled nodes that rekeys of this run have expelled
 */
public record KeyStatus(Layer transport, Layer content, int expelled) {

    /**
     * One layer.
     *
     * @param newestRekey number of the newest rekey that is known; 0 none
     * @param appliedRekey number of the newest rekey that was applied
     * @param activeEpoch epoch that the node sends under, or opened last; 0 where it has no keys of the layer
     * @param installedEpoch newest epoch that it has keys of
     */
    public record Layer(long newestRekey, long appliedRekey, long activeEpoch, long installedEpoch) {}
}
