package io.trackmc.sim.rekey;

import io.trackmc.proto.protect.ContentOpener;
import io.trackmc.proto.protect.ContentSealer;
import io.trackmc.proto.protect.HopKeys;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.wire.RekeyChunk;
import io.trackmc.proto.wire.RekeyPart;
import io.trackmc.sim.check.WireView;
import io.trackmc.sim.net.Datagram;
import io.trackmc.sim.tree.NodeKeys;
import io.trackmc.sim.tree.Place;
import io.trackmc.sim.tree.RunKeys;
import java.util.Map;

/**
 * Repair heads that lie about rekeys to those below them, and to nobody else: upwards they speak as they should, and they repair what they are
 * asked for. They run the production engine; the lies are in the keys that it is given, and in what does not leave its host.
 */
public final class RogueHeads implements NodeKeys {

    private final NodeKeys honest;
    private final Map<Integer, RekeyLie> lies;

    /**
     * Lets some repair heads of a group lie.
     *
     * @param honest keys as they are given
     * @param lies by node id
     */
    public RogueHeads(NodeKeys honest, Map<Integer, RekeyLie> lies) {
        this.honest = honest;
        this.lies = Map.copyOf(lies);
    }

    /** Whether a datagram is one that its sender keeps back. */
    public boolean withholds(Datagram datagram) {
        byte[] bytes = datagram.bytes();
        RekeyLie lie = lies.get(datagram.from());
        if (lie == null || WireView.type(bytes) != WireView.REKEY) {
            return false;
        }
        int inner = WireView.outerLength(bytes);
        return lie != RekeyLie.WITHHOLDS_SLICE || (RekeyPart.part(bytes, inner) != RekeyPart.HEADER_PART
                && RekeyChunk.slice(bytes, inner + WireView.INNER_HEADER) == RekeyLie.ROOT_SLICE);
    }

    @Override
    public RunKeys ofRun(Place place, Incarnation incarnation) {
        RunKeys given = honest.ofRun(place, incarnation);
        RekeyLie lie = lies.get(place.id());
        if (lie == null) {
            return given;
        }
        HopKeys old = honest.ofRun(place, incarnation).hop();
        return new RunKeys(new RogueHopKeys(given.hop(), old, lie), given.sealer(), given.opener(), given.rekeys());
    }

    @Override
    public HopKeys hopKeys(int node, Incarnation incarnation) {
        return honest.hopKeys(node, incarnation);
    }

    @Override
    public ContentSealer sealer(int node, Incarnation incarnation) {
        return honest.sealer(node, incarnation);
    }

    @Override
    public ContentOpener opener() {
        return honest.opener();
    }
}
