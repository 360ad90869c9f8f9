package io.trackmc.keys.payload;

import io.trackmc.keys.transport.msa.KeyRing;

/** The content keys of one node: the epochs of a group and the sources whose content is opened. One thread. */
public final class ContentKeys {

    private final ContentBundle bundle;
    private final KeyRing<ContentEpoch> ring;

    /**
     * From a bundle, which stays the caller's and must not be destroyed before this is used for the last time; but an epoch of it is erased when
     * it is retired.
     */
    public ContentKeys(ContentBundle bundle) {
        this.bundle = bundle;
        ring = new KeyRing<>(bundle.epochs(), bundle.activeEpoch());
    }

    /** Installed content epochs; sealers and openers follow its changes from the next INNER on. */
    public KeyRing<ContentEpoch> keyRing() {
        return ring;
    }

    /** Erases the epochs that rekeys have brought; what is left of the bundle is left alone. */
    public void destroy() {
        ring.destroyAllBut(bundle.epochs());
    }

    long gid() {
        return bundle.gid();
    }

    boolean isSource(int node) {
        for (int i = 0; i < bundle.sources().size(); i++) {
            if (bundle.sources().get(i) == node) {
                return true;
            }
        }
        return false;
    }
}
