package io.trackmc.sim.tree;

import io.trackmc.proto.event.DropReason;
import io.trackmc.proto.protect.HopKeys;
import io.trackmc.proto.protect.HopSealer;
import io.trackmc.proto.protect.HopVerifier;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.protect.KeyClass;
import io.trackmc.proto.protect.RegionGrants;

import java.util.function.IntFunction;
import org.agrona.collections.Int2ObjectHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Keys of a node that was not given those of all its parents: what is missing is fetched when the node first turns to that parent. It is
 * what fail-over must never need, so only drills and tests use it.
 */
final class FetchingHopKeys implements HopKeys {

    private final HopKeys held;
    private final IntFunction<HopKeys> fetch;
    private final Int2ObjectHashMap<HopKeys> fetched = new Int2ObjectHashMap<>();

    /** @param fetch gets the keys for one parent */
    FetchingHopKeys(HopKeys held, IntFunction<HopKeys> fetch) {
        this.held = held;
        this.fetch = fetch;
    }

    private HopKeys of(int parent) {
        return fetched.getOrDefault(parent, held);
    }

    @Override
    public boolean canBindTo(int parent) {
        return true;
    }

    @Override
    public HopSealer bindRequestSealer(int parent) {
        return fetched(parent).bindRequestSealer(parent);
    }

    @Override
    public HopSealer bindRequestSealerAhead(int parent) {
        return fetched(parent).bindRequestSealerAhead(parent);
    }

    /** Whoever is about to ask a parent fetches its keys, once. */
    private HopKeys fetched(int parent) {
        if (!held.canBindTo(parent) && !fetched.containsKey(parent)) {
            fetched.put(parent, fetch.apply(parent));
        }
        return of(parent);
    }

    @Override
    public HopVerifier regionVerifier(int parent, Incarnation parentIncarnation) {
        return of(parent).regionVerifier(parent, parentIncarnation);
    }

    @Override
    public @Nullable DropReason verifyBindReply(
            int parent, long incarnationHigh, long incarnationLow, byte[] datagram, int offset, int outerLength) {
        return of(parent).verifyBindReply(parent, incarnationHigh, incarnationLow, datagram, offset, outerLength);
    }

    @Override
    public HopSealer upSealer(int parent, Incarnation parentIncarnation) {
        return of(parent).upSealer(parent, parentIncarnation);
    }

    @Override
    public HopVerifier downVerifier(int parent, Incarnation parentIncarnation) {
        return of(parent).downVerifier(parent, parentIncarnation);
    }

    @Override
    public int nodeId() {
        return held.nodeId();
    }

    @Override
    public Incarnation incarnation() {
        return held.incarnation();
    }

    @Override
    public long transportEpoch() {
        return held.transportEpoch();
    }

    @Override
    public void digest(byte[] bytes, int offset, int length, byte[] digest, int digestOffset) {
        held.digest(bytes, offset, length, digest, digestOffset);
    }

    @Override
    public HopSealer dataSealer() {
        return held.dataSealer();
    }

    @Override
    public HopVerifier dataVerifier(int source, Incarnation incarnation) {
        return held.dataVerifier(source, incarnation);
    }

    @Override
    public HopSealer regionSealer() {
        return held.regionSealer();
    }

    @Override
    public KeyClass pairClass() {
        return held.pairClass();
    }

    @Override
    public @Nullable DropReason verifyBindRequest(
            int child, KeyClass pairClass, long incarnationHigh, long incarnationLow, byte[] datagram, int offset,
            int outerLength) {
        return held.verifyBindRequest(child, pairClass, incarnationHigh, incarnationLow, datagram, offset, outerLength);
    }

    @Override
    public HopSealer downSealer(int child, KeyClass pairClass, Incarnation childIncarnation) {
        return held.downSealer(child, pairClass, childIncarnation);
    }

    @Override
    public HopVerifier upVerifier(int child, KeyClass pairClass, Incarnation childIncarnation) {
        return held.upVerifier(child, pairClass, childIncarnation);
    }

    @Override
    public RegionGrants regionGrants() {
        return new RegionGrants() {
            @Override
            public boolean lacks(int parent) {
                return fetched(parent).regionGrants().lacks(parent);
            }

            @Override
            public boolean holds(int parent, int spi) {
                return of(parent).regionGrants().holds(parent, spi);
            }

            @Override
            public long newestHeld(int parent) {
                return fetched(parent).regionGrants().newestHeld(parent);
            }

            @Override
            public void take(int parent, Incarnation run, long epoch, byte[] wrap, int offset) {
                of(parent).regionGrants().take(parent, run, epoch, wrap, offset);
            }

            @Override
            public long offered(int index) {
                return held.regionGrants().offered(index);
            }

            @Override
            public void wrap(int child, KeyClass pairClass, Incarnation run, long epoch, byte[] out, int offset) {
                held.regionGrants().wrap(child, pairClass, run, epoch, out, offset);
            }
        };
    }

    @Override
    public int challenge(long count) {
        return held.challenge(count);
    }

    @Override
    public @Nullable DropReason verifyAdvertise(
            int origin, long incarnationHigh, long incarnationLow, byte[] datagram, int offset, int outerLength) {
        return held.verifyAdvertise(origin, incarnationHigh, incarnationLow, datagram, offset, outerLength);
    }

    @Override
    public @Nullable DropReason verifyQuery(
            int origin, long incarnationHigh, long incarnationLow, byte[] datagram, int offset, int outerLength) {
        return held.verifyQuery(origin, incarnationHigh, incarnationLow, datagram, offset, outerLength);
    }
}
