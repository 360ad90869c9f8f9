package io.trackmc.sim.fast;

import io.trackmc.keys.transport.msa.KeyRing;
import io.trackmc.keys.transport.msa.Msa;
import io.trackmc.keys.transport.msa.MsaLayer;
import io.trackmc.keys.transport.msa.MsaParameters;
import io.trackmc.proto.protect.ContentOpener;
import io.trackmc.proto.protect.ContentSealer;
import io.trackmc.proto.protect.HopKeys;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.sim.core.Seed;
import io.trackmc.sim.tree.NodeKeys;
import io.trackmc.sim.tree.Topology;
import java.util.List;

/**
 * Checksum keys of a tree that never change and all follow from one number; each node still uses only those that a deployment would give
 * it.
 */
public final class FastKeys implements NodeKeys {

    private static final long EPOCH = 1;
    private static final int SPI = 0x0FA5_7FA5;
    private static final int CONTENT_SPI = 0x0FA5_7C0D;

    private final Topology topology;
    private final FastPlan plan;
    private final FastSecrets secrets;
    private final KeyRing<FastEpoch> content;

    public FastKeys(Topology topology, Seed seed) {
        this.topology = topology;
        long secret = seed.value();
        this.plan = new FastPlan(topology, secret, false);
        this.secrets = new OneForAll(secret, ring(secret, SPI, MsaLayer.TRANSPORT, MsaParameters.TRANSPORT));
        this.content = ring(secret, CONTENT_SPI, MsaLayer.CONTENT, MsaParameters.CONTENT);
    }

    @Override
    public HopKeys hopKeys(int node, Incarnation incarnation) {
        return new FastHopKeys(plan, secrets, topology.place(node), incarnation);
    }

    @Override
    public ContentSealer sealer(int node, Incarnation incarnation) {
        return FastContent.sealer(content, incarnation);
    }

    @Override
    public ContentOpener opener() {
        return FastContent.opener(content);
    }

    private static KeyRing<FastEpoch> ring(long secret, int spi, MsaLayer layer, MsaParameters parameters) {
        return new KeyRing<>(List.of(new FastEpoch(new Msa(secret, spi, layer, EPOCH, parameters), secret)), EPOCH);
    }

    /** Secrets of which nobody needs to keep any. */
    private record OneForAll(long secret, KeyRing<FastEpoch> ring) implements FastSecrets {

        @Override
        public long region(int region, long epoch) {
            return Checksum.key(secret, region);
        }

        @Override
        public long interior(long epoch) {
            return secret;
        }

        @Override
        public long bindKey(int parent, int child) {
            return Checksum.key(Checksum.key(secret, parent), child);
        }
    }
}
