package io.trackmc.keys.payload;

import io.trackmc.keys.transport.msa.EpochKey;
import io.trackmc.keys.transport.msa.Msa;
import io.trackmc.keys.transport.msa.MsaLayer;
import io.trackmc.keys.transport.msa.MsaParameters;

/**
 * One content epoch: its association and its GroupDataKey.
 *
 * @param msa association of layer {@link MsaLayer#CONTENT}; its SPI is the content SPI
 * @param key secret
 */
public record ContentEpoch(Msa msa, GroupDataKey key) implements EpochKey {

    /** Checks the layer. */
    public ContentEpoch {
        if (msa.layer() != MsaLayer.CONTENT) {
            throw new IllegalArgumentException("association of layer " + msa.layer());
        }
    }

    /** An epoch of the one content suite. */
    public static ContentEpoch of(long gid, long epoch, int contentSpi, GroupDataKey key) {
        return new ContentEpoch(new Msa(gid, contentSpi, MsaLayer.CONTENT, epoch, MsaParameters.CONTENT), key);
    }

    @Override
    public void destroy() {
        key.destroy();
    }
}
