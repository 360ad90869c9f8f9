package io.trackmc.keys.transport.rekey;

import io.trackmc.keys.transport.key.KeyTreeKind;
import io.trackmc.keys.transport.key.KeyWrap;
import io.trackmc.proto.protect.KeyUpdates;
import io.trackmc.proto.wire.RekeyChunk;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * What a member keeps of the verified chunks of one rekey: which chunks of the slices on its path are there, and of their entries only those that
 * concern it. Its size follows from the path, not from what arrives.
 */
final class PendingRekey {

    private static final int NIBBLE = 4;
    private static final int LOW_NIBBLE = 0xF;

    private final MemberPath path;
    private final IntPredicate holdsRegion;
    private final IntConsumer expelled;
    private final Slice[] slices;
    private final int[] masks;
    private final byte[] @Nullable [] wraps;
    private final boolean[] below;
    private byte @Nullable [] epochWrap;
    private byte @Nullable [] interiorWrap;
    private boolean hasInterior;
    private final List<Secret> secrets = new ArrayList<>();

    /**
     * Nothing yet.
     *
     * @param holdsRegion whether the member holds the RegionSecret of a region
     * @param expelled takes whom the slice of its home region says to be expelled
     */
    PendingRekey(MemberPath path, IntPredicate holdsRegion, IntConsumer expelled) {
        this.path = path;
        this.expelled = expelled;
        this.holdsRegion = holdsRegion;
        slices = new Slice[path.steps() + 1];
        Arrays.setAll(slices, _ -> new Slice());
        masks = new int[path.size()];
        wraps = new byte[path.size()][];
        below = new boolean[path.steps()];
    }

    /**
     * Takes what is needed of an authentic chunk.
     *
     * @return false when its entries are none, or not for that slice; nothing is taken then
     */
    boolean take(byte[] content, int offset, int length) {
        int region = RekeyChunk.slice(content, offset);
        int step = region == KeyUpdates.INTERIOR_SLICE ? path.steps() : path.stepOf(region);
        if (!isParsable(content, offset, length, region)) {
            return false;
        }
        if (step == MemberPath.OFF_PATH || (step == path.steps() && !path.isInterior())) {
            return true;
        }
        if (step < path.steps() && RekeyChunk.parentRegion(content, offset)
                != path.region(Math.min(step + 1, path.steps() - 1))) {
            return false;
        }
        Slice slice = slices[step];
        if (!slice.accepts(RekeyChunk.index(content, offset), RekeyChunk.count(content, offset))) {
            return slice.isRepeated(RekeyChunk.index(content, offset), RekeyChunk.count(content, offset));
        }
        int at = offset + RekeyChunk.FIXED_LENGTH;
        while (at < offset + length) {
            takeEntry(content, at, step, region);
            at += RekeyEntries.length(content, at, offset + length - at, region);
        }
        return true;
    }

    /** Slice that is needed next, seen from the root: what is above tells what is needed below. */
    int neededSlice() {
        for (int step = path.steps() - 1; step >= 0; step--) {
            if (!slices[step].isComplete()) {
                return path.region(step);
            }
            if (step == 0 || !reachesBelow(step)) {
                break;
            }
        }
        return hasInterior && path.isInterior() && !slices[path.steps()].isComplete()
                ? KeyUpdates.INTERIOR_SLICE
                : KeyUpdates.NO_SLICE;
    }

    /** Lowest step whose slice matters. All that matter are complete. */
    int lowestStep() {
        int step = path.steps() - 1;
        while (step > 0 && reachesBelow(step)) {
            step--;
        }
        return step;
    }

    /** Whether there is an interior slice and this member is in it. */
    boolean usesInterior() {
        return hasInterior && path.isInterior();
    }

    /** Whether a node gets a new key. */
    boolean renews(int place) {
        return masks[place] != 0;
    }

    /** Whether the node's key follows from that of the child on the path. */
    boolean derives(int place) {
        int changed = masks[place] & LOW_NIBBLE;
        return Integer.lowestOneBit(changed) == 1 << path.node(place).child();
    }

    /** Whether the child on the path gets a new key too. */
    boolean childChanges(int place) {
        return (masks[place] & (1 << path.node(place).child())) != 0;
    }

    /** The node's key under that of the child on the path; null where there is none. */
    byte @Nullable [] wrap(int place) {
        return wraps[place];
    }

    byte @Nullable [] epochWrap() {
        return epochWrap;
    }

    byte @Nullable [] interiorWrap() {
        return interiorWrap;
    }

    /** RegionSecrets that the member holds and that change. */
    List<Secret> secrets() {
        return secrets;
    }

    /** Whether the C leaf on the path changes at a step, or the entry BELOW is there. */
    private boolean reachesBelow(int step) {
        int leafParent = path.first(step);
        return below[step] || (renews(leafParent) && childChanges(leafParent));
    }

    private static boolean isParsable(byte[] content, int offset, int length, int slice) {
        int at = offset + RekeyChunk.FIXED_LENGTH;
        int end = offset + length;
        while (at < end) {
            int entry = RekeyEntries.length(content, at, end - at, slice);
            if (entry == RekeyEntries.NONE) {
                return false;
            }
            at += entry;
        }
        return at == end;
    }

    private void takeEntry(byte[] b, int at, int step, int region) {
        if (RekeyEntries.isNode(b, at)) {
            takeNode(b, at, region);
            return;
        }
        switch (RekeyEntries.first(b, at)) {
            case RekeyEntries.EPOCH -> {
                hasInterior = (RekeyEntries.detail(b, at) & RekeyEntries.HAS_INTERIOR) != 0;
                epochWrap = wrap(b, at + RekeyEntries.FIXED_LENGTH);
            }
            case RekeyEntries.INTERIOR_SECRET -> interiorWrap = wrap(b, at + RekeyEntries.FIXED_LENGTH);
            case RekeyEntries.BELOW -> {
                if (step > 0) {
                    below[step] |= RekeyEntries.index(b, at) == path.leaf(step);
                }
            }
            case RekeyEntries.EXPELLED -> {
                for (int i = 0; step == 0 && i < RekeyEntries.detail(b, at); i++) {
                    expelled.accept(RekeyEntries.expelled(b, at, i));
                }
            }
            default -> takeSecret(b, at, step);
        }
    }

    private void takeNode(byte[] b, int at, int region) {
        KeyTreeKind tree = KeyTreeKind.values()[RekeyEntries.tree(b, at) - 1];
        int place = path.find(tree, tree == KeyTreeKind.INTERIOR ? 0 : region, RekeyEntries.level(b, at),
                RekeyEntries.index(b, at));
        if (place == MemberPath.OFF_PATH) {
            return;
        }
        int existing = RekeyEntries.existing(b, at);
        int changed = RekeyEntries.changed(b, at);
        masks[place] = (existing << NIBBLE) | changed;
        int own = 1 << path.node(place).child();
        int without = existing & ~Integer.lowestOneBit(changed);
        if ((without & own) != 0) {
            int rank = Integer.bitCount(without & (own - 1));
            wraps[place] = wrap(b, at + RekeyEntries.FIXED_LENGTH + rank * KeyWrap.LENGTH);
        }
    }

    private void takeSecret(byte[] b, int at, int step) {
        int region = RekeyEntries.region(b, at);
        int under = RekeyEntries.detail(b, at);
        boolean mine = switch (under) {
            case RekeyEntries.UNDER_BOTH -> true;
            case RekeyEntries.UNDER_INTERIOR -> RekeyEntries.index(b, at) == path.interiorLeaf();
            default -> step == 0;
        };
        if (mine && holdsRegion.test(region)) {
            secrets.removeIf(known -> known.region == region);
            byte[] wrap = under == RekeyEntries.UNDER_NOTHING
                    ? new byte[0] : wrap(b, at + RekeyEntries.REGION_FIXED_LENGTH);
            secrets.add(new Secret(under, region, wrap));
        }
    }

    private static byte[] wrap(byte[] b, int at) {
        return Arrays.copyOfRange(b, at, at + KeyWrap.LENGTH);
    }

    /**
     * A RegionSecret that changes.
     *
     * @param under one of the {@code UNDER_} of {@link RekeyEntries}
     * @param wrap empty when it is derived
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Secret(int under, int region, byte[] wrap) {}

    /** Which chunks of a slice are there. */
    private static final class Slice {
        private final BitSet taken = new BitSet();
        private int count;

        boolean accepts(int index, int of) {
            if ((count != 0 && count != of) || taken.get(index)) {
                return false;
            }
            count = of;
            taken.set(index);
            return true;
        }

        boolean isRepeated(int index, int of) {
            return count == of && taken.get(index);
        }

        boolean isComplete() {
            return count != 0 && taken.cardinality() == count;
        }
    }
}
