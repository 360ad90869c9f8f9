package io.trackmc.keys.transport.msa;

import io.trackmc.keys.transport.key.GroupAuthKey;

/**
 * One transport epoch: its association and its GroupAuthKey.
 *
 * @param msa association of layer {@link MsaLayer#TRANSPORT}
 * @param key secret
 */
public record TransportEpoch(Msa msa, GroupAuthKey key) implements EpochKey {

    /** Checks the layer. */
    public TransportEpoch {
        if (msa.layer() != MsaLayer.TRANSPORT) {
            throw new IllegalArgumentException("association of layer " + msa.layer());
        }
    }

    /** An epoch of the one transport suite. */
    public static TransportEpoch of(long gid, long epoch, int spi, GroupAuthKey key) {
        return new TransportEpoch(new Msa(gid, spi, MsaLayer.TRANSPORT, epoch, MsaParameters.TRANSPORT), key);
    }

    @Override
    public void destroy() {
        key.destroy();
    }
}
