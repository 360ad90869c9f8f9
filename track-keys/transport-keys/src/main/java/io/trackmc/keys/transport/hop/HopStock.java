package io.trackmc.keys.transport.hop;

import io.trackmc.proto.protect.HopSealer;
import io.trackmc.proto.protect.HopVerifier;
import io.trackmc.proto.protect.Incarnation;

/**
 * The sealers and verifiers that one run of a node has made, each for the newest run of its peer. Not thread-safe.
 *
 * <p>Parents are those of the bundle. Children may be nodes that were added to the group since its roster was made: of these there may be so many
 * and no more, for as long as the run lasts.
 */
final class HopStock {

    /** Children that are in no roster: 64 to 128 MiB. */
    static final int MOST_UNLISTED = 1 << 16;

    private final HopContext context;
    private final int mostUnlisted;
    private final HopCache<MacHopSealer> sealers = new HopCache<>();
    private final HopCache<MacHopSealer> towardsAnyRun = new HopCache<>();
    private final HopCache<MacHopVerifier> verifiers = new HopCache<>();

    /** @param mostUnlisted children that are in no roster */
    HopStock(HopContext context, int mostUnlisted) {
        this.context = context;
        this.mostUnlisted = mostUnlisted;
        context.ring.onRetired(this::forgetRetired);
    }

    HopSealer sealer(Hop hop, int peer, Incarnation peerIncarnation) {
        return sealer(sealers, hop, peer, peerIncarnation);
    }

    /** A sealer towards a peer whose run is not known. */
    MacHopSealer sealerTowardsAnyRun(Hop hop, int peer) {
        return sealer(towardsAnyRun, hop, peer, Incarnation.ZERO);
    }

    HopVerifier verifier(Hop hop, int peer, Incarnation peerIncarnation) {
        return verifiers.get(HopId.of(hop, peer), peerIncarnation, () -> new MacHopVerifier(context, hop));
    }

    /** Whether something of a later run of the peer was to be verified before. */
    boolean knowsLater(Hop hop, int peer, Incarnation peerIncarnation) {
        return verifiers.knowsLater(HopId.of(hop, peer), peerIncarnation);
    }

    /** Whether nobody is given a sealer and a verifier any more but who {@link #mayAlways}. */
    boolean isFull() {
        return sealers.size() >= context.roster.members().size() + mostUnlisted;
    }

    /** Whether a child may have its sealer and its verifier all the same: one of the roster, and one that has them already. */
    boolean mayAlways(Hop down, int child) {
        return context.roster.find(child) != null || sealers.holds(HopId.of(down, child));
    }

    /** Erases every key that was derived; sealers and verifiers fail from now on. */
    void erase() {
        sealers.clear(MacHopSealer::destroy);
        towardsAnyRun.clear(MacHopSealer::destroy);
        verifiers.clear(MacHopVerifier::destroy);
    }

    /** An epoch is gone, and with it every key of its hops and every secret that only it used. */
    private void forgetRetired() {
        context.secrets.forgetBefore(context.ring.oldestEpoch());
        context.given.forgetBefore(context.ring.oldestEpoch());
        sealers.forEach(MacHopSealer::forgetRetired);
        towardsAnyRun.forEach(MacHopSealer::forgetRetired);
        verifiers.forEach(MacHopVerifier::forgetRetired);
    }

    private MacHopSealer sealer(HopCache<MacHopSealer> cache, Hop hop, int peer, Incarnation peerIncarnation) {
        return cache.get(HopId.of(hop, peer), peerIncarnation, () -> new MacHopSealer(context, hop));
    }
}
