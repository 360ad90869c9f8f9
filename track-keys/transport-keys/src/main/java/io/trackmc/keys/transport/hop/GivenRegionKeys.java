package io.trackmc.keys.transport.hop;

import io.trackmc.keys.transport.key.HopRoot;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keys of regions of other tenants, whose RegionSecrets this node does not hold: their heads give them, each for one epoch. At most one for each region and
 * installed epoch. Looking one up allocates nothing.
 */
final class GivenRegionKeys {

    private final List<OfRegion> regions = new ArrayList<>();
    private int version;

    /** A region that is another tenant's. */
    void addRegion(int region) {
        if (!contains(region)) {
            regions.add(new OfRegion(region));
        }
    }

    boolean contains(int region) {
        return find(region) != null;
    }

    /** The key of a region in an epoch, if it was given. */
    @Nullable
    HopRoot get(int region, long epoch) {
        OfRegion of = find(region);
        if (of != null) {
            for (int i = 0; i < of.given.size(); i++) {
                if (of.given.get(i).epoch == epoch) {
                    return of.given.get(i).key;
                }
            }
        }
        return null;
    }

    /** Whether a region is another tenant's and its key in an epoch was not given. */
    boolean lacks(int region, long epoch) {
        return contains(region) && get(region, epoch) == null;
    }

    /** Takes one that was not there. */
    void put(int region, long epoch, HopRoot key) {
        OfRegion of = find(region);
        if (of == null) {
            throw new IllegalArgumentException("region " + Integer.toUnsignedString(region) + " is no other tenant's");
        }
        of.given.add(new Given(epoch, key));
        version++;
    }

    /** Changes whenever something was given. */
    int version() {
        return version;
    }

    /** Erases those of epochs before this one. */
    void forgetBefore(long oldestInstalled) {
        for (OfRegion of : regions) {
            of.given.removeIf(given -> {
                boolean over = Long.compareUnsigned(given.epoch, oldestInstalled) < 0;
                if (over) {
                    given.key.destroy();
                }
                return over;
            });
        }
    }

    /** Erases all. */
    void destroy() {
        for (OfRegion of : regions) {
            of.given.forEach(given -> given.key.destroy());
            of.given.clear();
        }
    }

    private @Nullable OfRegion find(int region) {
        for (int i = 0; i < regions.size(); i++) {
            if (regions.get(i).region == region) {
                return regions.get(i);
            }
        }
        return null;
    }

    private record Given(long epoch, HopRoot key) {}

    private static final class OfRegion {
        final int region;
        final List<Given> given = new ArrayList<>();

        OfRegion(int region) {
            this.region = region;
        }
    }
}
