package io.trackmc.sim.rekey;

import io.trackmc.keys.payload.ContentKeys;
import io.trackmc.keys.transport.hop.NodeHopKeys;
import io.trackmc.keys.transport.msa.EpochKey;
import io.trackmc.keys.transport.msa.KeyRing;
import io.trackmc.proto.event.DropReason;
import io.trackmc.proto.protect.KeyChange;
import io.trackmc.proto.protect.KeyLayer;
import io.trackmc.proto.protect.KeyUpdates;
import io.trackmc.proto.wire.InnerHeader;
import io.trackmc.proto.wire.RekeyChunk;
import io.trackmc.proto.wire.RekeyPart;
import io.trackmc.sim.tree.Place;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Key updates of one run of one node of a simulated group: authentic is what the toy authority has made, byte for byte. */
final class ToyUpdates implements KeyUpdates {

    private static final int NEXT = 2;
    private static final int PREVIOUS = 0;

    private final ToyAuthority authority;
    private final int node;
    private final boolean interior;
    private final NodeHopKeys hop;
    private final @Nullable ContentKeys content;
    private final List<Integer> path;
    private final long[] newest;
    private final long[] applied;
    private final List<Integer> expelled = new ArrayList<>();
    private final Map<String, BitSet> chunks = new HashMap<>();

    ToyUpdates(ToyAuthority authority, Place place, NodeHopKeys hop, @Nullable ContentKeys content, long transport,
            long contentRekey) {
        this.authority = authority;
        this.node = place.id();
        this.interior = place.role() != Place.Role.RECEIVER;
        this.hop = hop;
        this.content = content;
        this.path = authority.regionPath(node);
        this.newest = new long[] {transport, contentRekey};
        this.applied = newest.clone();
    }

    @Override
    public long newest(KeyLayer layer) {
        return newest[layer.ordinal()];
    }

    @Override
    public long applied(KeyLayer layer) {
        return hasKeys(layer) ? applied[layer.ordinal()] : newest(layer);
    }

    @Override
    public @Nullable DropReason header(byte[] inner, int offset, int length) {
        KeyLayer layer = layer(inner, offset);
        long number = RekeyPart.rekey(inner, offset);
        if (number > authority.newest(layer)
                || !isSame(authority.get(layer, number).header(), inner, offset, length)) {
            return DropReason.BAD_REKEY;
        }
        if (number > newest(layer) + 1) {
            return DropReason.STALE_REKEY;
        }
        authority.get(layer, number).expelled().stream().filter(id -> !expelled.contains(id)).sorted()
                .forEach(expelled::add);
        if (number == newest(layer) + 1) {
            newest[layer.ordinal()] = number;
            advance(layer);
        }
        return null;
    }

    @Override
    public @Nullable DropReason chunk(byte[] inner, int offset, int length) {
        KeyLayer layer = layer(inner, offset);
        long number = RekeyPart.rekey(inner, offset);
        if (number > newest(layer)) {
            return DropReason.STALE_REKEY;
        }
        int at = offset + InnerHeader.LENGTH;
        int slice = RekeyChunk.slice(inner, at);
        List<byte[]> made = authority.get(layer, number).slices().getOrDefault(slice, List.of());
        int index = RekeyChunk.index(inner, at);
        if (index >= made.size() || !isSame(made.get(index), inner, offset, length)) {
            return DropReason.BAD_REKEY;
        }
        chunks.computeIfAbsent(name(layer, number, slice), _ -> new BitSet()).set(index);
        advance(layer);
        return null;
    }

    @Override
    public int neededSlice(KeyLayer layer) {
        long next = applied(layer) + 1;
        return next > newest(layer) || next > authority.lastFor(node, layer) ? NO_SLICE : firstMissing(layer, next);
    }

    @Override
    public boolean holdsBack(KeyLayer layer) {
        return isReady(layer) && !ring(layer).hasRoom();
    }

    @Override
    public boolean tryApply(KeyLayer layer) {
        long before = applied(layer);
        advance(layer);
        return applied(layer) != before;
    }

    @Override
    public @Nullable KeyChange pending(KeyLayer layer) {
        boolean waits = hasKeys(layer) && ring(layer).at(NEXT) != null;
        return waits ? authority.get(layer, applied(layer)).change() : null;
    }

    @Override
    public void activate(KeyLayer layer) {
        if (pending(layer) != null) {
            ring(layer).activate(ring(layer).current().epoch() + 1);
        }
    }

    @Override
    public void retirePrevious(KeyLayer layer) {
        ring(layer).retirePrevious();
    }

    @Override
    public boolean hasPrevious(KeyLayer layer) {
        return hasKeys(layer) && ring(layer).at(PREVIOUS) != null;
    }

    @Override
    public long oldestEpoch(KeyLayer layer) {
        return hasKeys(layer) ? ring(layer).oldestEpoch() : 0;
    }

    @Override
    public long activeEpoch(KeyLayer layer) {
        return hasKeys(layer) ? ring(layer).current().epoch() : 0;
    }

    @Override
    public long installedEpoch(KeyLayer layer) {
        return hasKeys(layer) ? ring(layer).newest().epoch() : 0;
    }

    @Override
    public long epochOf(KeyLayer layer, int spi) {
        EpochKey found = hasKeys(layer) ? ring(layer).bySpi(spi) : null;
        return found == null ? 0 : found.epoch();
    }

    @Override
    public boolean isAnnounced(KeyLayer layer, int spi) {
        for (long epoch = applied(layer) + 2; epoch <= newest(layer) + 2; epoch++) {
            if (spi == ToyWriter.spi(layer, epoch)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean isExpelled(int nodeId) {
        return expelled.contains(nodeId);
    }

    @Override
    public int expelledCount() {
        return expelled.size();
    }

    @Override
    public int expelled(int index) {
        return expelled.get(index);
    }

    private boolean hasKeys(KeyLayer layer) {
        return layer == KeyLayer.TRANSPORT || content != null;
    }

    private void advance(KeyLayer layer) {
        while (isReady(layer) && ring(layer).hasRoom()) {
            applied[layer.ordinal()]++;
            long epoch = applied(layer) + 1;
            if (layer == KeyLayer.TRANSPORT) {
                hop.keyRing().install(authority.transportEpoch(epoch));
            } else if (content != null) {
                content.keyRing().install(authority.contentEpoch(epoch));
            }
        }
    }

    /** Whether all slices of the next rekey are here. An expelled node lacks the keys that its slices are wrapped under. */
    private boolean isReady(KeyLayer layer) {
        long next = applied(layer) + 1;
        return hasKeys(layer) && next <= newest(layer) && next <= authority.lastFor(node, layer)
                && firstMissing(layer, next) == NO_SLICE;
    }

    private int firstMissing(KeyLayer layer, long number) {
        Map<Integer, List<byte[]>> slices = authority.get(layer, number).slices();
        for (int region : path) {
            if (slices.containsKey(region) && !isWhole(layer, number, region)) {
                return region;
            }
        }
        boolean needsInterior = interior && slices.containsKey(INTERIOR_SLICE);
        return needsInterior && !isWhole(layer, number, INTERIOR_SLICE) ? INTERIOR_SLICE : NO_SLICE;
    }

    private boolean isWhole(KeyLayer layer, long number, int slice) {
        BitSet held = chunks.get(name(layer, number, slice));
        return held != null
                && held.cardinality() == authority.get(layer, number).slices().getOrDefault(slice, List.of()).size();
    }

    private KeyRing<?> ring(KeyLayer layer) {
        if (layer == KeyLayer.TRANSPORT) {
            return hop.keyRing();
        }
        if (content == null) {
            throw new IllegalStateException("a repair head has no content keys");
        }
        return content.keyRing();
    }

    private static boolean isSame(byte[] made, byte[] inner, int offset, int length) {
        return Arrays.equals(made, 0, made.length, inner, offset, offset + length);
    }

    private static String name(KeyLayer layer, long number, int slice) {
        return layer + " " + number + " " + slice;
    }

    private static KeyLayer layer(byte[] inner, int offset) {
        return java.util.Objects.requireNonNull(KeyLayer.ofStream(InnerHeader.stream(inner, offset)));
    }
}
