package io.trackmc.proto.rekey;

import java.util.function.Predicate;
import org.agrona.collections.Int2ObjectHashMap;
import org.agrona.collections.IntHashSet;
import org.jspecify.annotations.Nullable;

/** What is kept of one rekey: its header and chunks, by slice. */
final class KeptRekey {

    private static final int MAX_DEPTH = 32;

    private final long number;
    private final IntHashSet parts = new IntHashSet();
    private final Int2ObjectHashMap<KeptSlice> slices = new Int2ObjectHashMap<>();
    private @Nullable KeptPart header;
    private int chunkCount;
    private long bytes;

    KeptRekey(long number) {
        this.number = number;
    }

    long number() {
        return number;
    }

    /** Bytes of all INNERs. */
    long bytes() {
        return bytes;
    }

    @Nullable
    KeptPart header() {
        return header;
    }

    /** @param chunks how many the header announces */
    void header(KeptPart part, int chunks) {
        header = part;
        chunkCount = chunks;
        bytes += part.innerLength();
    }

    boolean hasPart(int part) {
        return part == 0 ? header != null : parts.contains(part);
    }

    void chunk(int part, int slice, int parentRegion, int index, int count, KeptPart chunk) {
        KeptSlice kept = slices.get(slice);
        if (kept == null) {
            kept = new KeptSlice(parentRegion, count);
            slices.put(slice, kept);
        }
        parts.add(part);
        kept.add(index, chunk);
        bytes += chunk.innerLength();
    }

    /** What is kept of a slice, or null. */
    @Nullable
    KeptSlice slice(int slice) {
        return slices.get(slice);
    }

    /** Whether all parts that the header announces are here, so that there are no other slices. */
    boolean isWhole() {
        return header != null && parts.size() == chunkCount;
    }

    /** Hands over all kept chunks of a slice and of all slices below it, until one is refused; returns whether none was. */
    boolean forEachBelow(int slice, Predicate<KeptPart> each) {
        for (Int2ObjectHashMap<KeptSlice>.EntryIterator all = slices.entrySet().iterator(); all.hasNext();) {
            all.next();
            if (isAtOrBelow(all.getIntKey(), slice) && !all.getValue().forEach(each)) {
                return false;
            }
        }
        return true;
    }

    /** A slice exists wherever something below it changed, so the way up is kept where the slice itself was sent down. */
    private boolean isAtOrBelow(int slice, int ancestor) {
        int at = slice;
        for (int depth = 0; depth < MAX_DEPTH; depth++) {
            if (at == ancestor) {
                return true;
            }
            KeptSlice kept = slices.get(at);
            if (kept == null || kept.parentRegion() == at) {
                return false;
            }
            at = kept.parentRegion();
        }
        return false;
    }
}
