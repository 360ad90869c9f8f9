package io.trackmc.keys.transport.rekey;

import io.trackmc.keys.transport.key.InteriorSecret;
import io.trackmc.keys.transport.key.RenewedRegion;
import io.trackmc.keys.transport.key.Secret;
import io.trackmc.keys.transport.msa.KeyRing;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the secrets of a rekey go.
 *
 * @param <S> key of an epoch
 */
public interface RekeyTarget<S extends Secret> {

    /** Epochs that are installed. */
    KeyRing<?> ring();

    /** A key that holds nothing yet. */
    S newEpochKey();

    /** Whether this node holds the RegionSecret of that region. */
    boolean holdsRegion(int region);

    /** Whether it matters to this node that another was expelled; else it need not remember that. */
    default boolean concerns(int nodeId) {
        return true;
    }

    /**
     * Installs an epoch as the next one, and the secrets that are good from that epoch on. They belong to the target from now on. Everything has been
     * checked: it must not fail.
     *
     * @param interior null when it stays
     * @param regions those that change
     */
    void install(long epoch, int spi, S key, @Nullable InteriorSecret interior, List<RenewedRegion> regions);
}
