package io.trackmc.sim.fast;

import io.trackmc.keys.transport.key.Hkdf;
import io.trackmc.keys.transport.key.Secret;
import io.trackmc.keys.transport.msa.Msa;
import io.trackmc.keys.transport.msa.MsaLayer;
import io.trackmc.keys.transport.msa.MsaParameters;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Numbers that stand for real secrets: equal ones for equal secrets, others for others. Shared by all nodes of a world. */
final class FastDigests {

    private static final byte[] INFO = "number of the simulator".getBytes(StandardCharsets.US_ASCII);

    private final long gid;
    private final Hkdf hkdf = new Hkdf();
    private final byte[] number = new byte[Long.BYTES];
    private final ByteBuffer value = ByteBuffer.wrap(number);
    private final Map<FastEpoch, FastEpoch> epochs = new HashMap<>();

    FastDigests(long gid) {
        this.gid = gid;
    }

    /** The number that stands for a secret. */
    long of(Secret secret) {
        hkdf.expand(secret, INFO, INFO.length, number);
        return value.getLong(0);
    }

    /** An epoch with the key that somebody has found for it; one and the same for all who have found that key. */
    FastEpoch epoch(MsaLayer layer, long epoch, int spi, Secret key) {
        MsaParameters parameters = layer == MsaLayer.TRANSPORT ? MsaParameters.TRANSPORT : MsaParameters.CONTENT;
        FastEpoch found = new FastEpoch(new Msa(gid, spi, layer, epoch, parameters), of(key));
        FastEpoch known = epochs.putIfAbsent(found, found);
        return known == null ? found : known;
    }
}
