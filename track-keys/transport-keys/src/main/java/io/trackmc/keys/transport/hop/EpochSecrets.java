package io.trackmc.keys.transport.hop;

import io.trackmc.keys.transport.bundle.OwnRegion;
import io.trackmc.keys.transport.bundle.ParentSecrets;
import io.trackmc.keys.transport.bundle.TransportBundle;
import io.trackmc.keys.transport.key.InteriorSecret;
import io.trackmc.keys.transport.key.RegionSecret;
import io.trackmc.keys.transport.key.RenewedRegion;
import io.trackmc.keys.transport.key.Secret;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * RegionSecrets and InteriorSecret, each as it was and is in every installed epoch: a packet of the epoch before is still verified with the
 * RegionSecret of then. Looking one up allocates nothing.
 */
final class EpochSecrets {

    private final List<OfRegion> regions = new ArrayList<>();
    private @Nullable Version<InteriorSecret> interior;

    /** Adds a secret that was good from the beginning; it is erased when it is replaced, and else stays the caller's. */
    void add(int region, RegionSecret secret) {
        OfRegion kept = find(region);
        if (kept == null) {
            regions.add(new OfRegion(region, new Version<>(0, secret, null)));
        }
    }

    /** Adds the one that was good from the beginning; the same. */
    void add(InteriorSecret secret) {
        interior = new Version<>(0, secret, null);
    }

    boolean holds(int region) {
        return find(region) != null;
    }

    /** The secret of a region in an epoch. */
    RegionSecret region(int region, long epoch) {
        OfRegion kept = find(region);
        if (kept == null) {
            throw new IllegalArgumentException("no secret of region " + Integer.toUnsignedString(region));
        }
        return kept.newest.in(epoch);
    }

    /** The interior secret in an epoch. */
    InteriorSecret interior(long epoch) {
        if (interior == null) {
            throw new IllegalArgumentException("a receiver has no interior keys");
        }
        return interior.in(epoch);
    }

    /** Erases what only epochs before this one, which are retired, have used. */
    void forgetBefore(long oldestInstalled) {
        if (interior != null) {
            interior.forgetBefore(oldestInstalled);
        }
        regions.forEach(region -> region.newest.forgetBefore(oldestInstalled));
    }

    /** Takes secrets that are good from an epoch on. */
    void renew(long epoch, @Nullable InteriorSecret newInterior, List<RenewedRegion> renewed) {
        if (newInterior != null) {
            interior = new Version<>(epoch, newInterior, interior);
        }
        for (RenewedRegion change : renewed) {
            OfRegion kept = find(change.region());
            if (kept != null) {
                kept.newest = new Version<>(epoch, change.secret(), kept.newest);
            }
        }
    }

    /** Takes those of a later bundle, as far as they are others than before, as good from an epoch on; the rest is erased. */
    void renew(long epoch, TransportBundle given) {
        InteriorSecret newInterior = given.interiorSecret();
        if (newInterior != null && interior != null && !interior.secret.equals(newInterior)) {
            interior = new Version<>(epoch, newInterior, interior);
        } else if (newInterior != null) {
            newInterior.destroy();
        }
        OwnRegion own = given.ownRegion();
        if (own != null) {
            renew(epoch, own.id(), own.secret());
        }
        for (ParentSecrets parent : given.parents()) {
            if (parent.regionSecret() != null) {
                renew(epoch, parent.region(), parent.regionSecret());
            }
        }
    }

    private void renew(long epoch, int region, RegionSecret secret) {
        OfRegion kept = find(region);
        if (kept == null || kept.newest.secret.equals(secret)) {
            secret.destroy();
        } else {
            kept.newest = new Version<>(epoch, secret, kept.newest);
        }
    }

    /** Erases what came by rekeys. */
    void destroy() {
        if (interior != null) {
            interior.destroy();
        }
        regions.forEach(region -> region.newest.destroy());
    }

    private @Nullable OfRegion find(int region) {
        for (int i = 0; i < regions.size(); i++) {
            if (regions.get(i).region == region) {
                return regions.get(i);
            }
        }
        return null;
    }

    private static final class OfRegion {
        final int region;
        Version<RegionSecret> newest;

        OfRegion(int region, Version<RegionSecret> newest) {
            this.region = region;
            this.newest = newest;
        }
    }

    /** A secret from an epoch on, and what it was before; at most one for each installed epoch, and the one that the oldest of them uses. */
    private static final class Version<S extends Secret> {
        final long from;
        final S secret;
        @Nullable
        Version<S> before;

        Version(long from, S secret, @Nullable Version<S> before) {
            this.from = from;
            this.secret = secret;
            this.before = before;
        }

        S in(long epoch) {
            Version<S> version = this;
            while (version.from > epoch && version.before != null) {
                version = version.before;
            }
            return version.secret;
        }

        void forgetBefore(long oldest) {
            Version<S> version = this;
            while (version.from > oldest && version.before != null) {
                version = version.before;
            }
            Version<S> useless = version.before;
            version.before = null;
            for (; useless != null; useless = useless.before) {
                useless.secret.destroy();
            }
        }

        /** What was there from the beginning belongs to who brought it. */
        void destroy() {
            for (Version<S> version = this; version != null; version = version.before) {
                if (version.from > 0) {
                    version.secret.destroy();
                }
            }
        }
    }
}
