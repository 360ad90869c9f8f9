package io.trackmc.proto.rekey;

import java.util.function.Predicate;
import org.agrona.collections.Int2ObjectHashMap;
import org.jspecify.annotations.Nullable;

/** The chunks of one slice of one rekey that are kept. */
final class KeptSlice {

    private final int parentRegion;
    private final int count;
    private final Int2ObjectHashMap<KeptPart> chunks = new Int2ObjectHashMap<>();

    /** @param count chunks that the slice has */
    KeptSlice(int parentRegion, int count) {
        this.parentRegion = parentRegion;
        this.count = count;
    }

    int parentRegion() {
        return parentRegion;
    }

    int count() {
        return count;
    }

    boolean isWhole() {
        return chunks.size() == count;
    }

    void add(int index, KeptPart part) {
        if (index < count) {
            chunks.put(index, part);
        }
    }

    /** The chunk of an index, or null. */
    @Nullable
    KeptPart chunk(int index) {
        return chunks.get(index);
    }

    /** Hands over all that is kept, in order, until one is refused; returns whether none was. */
    boolean forEach(Predicate<KeptPart> each) {
        for (int i = next(0, true); i < count; i = next(i + 1, true)) {
            KeptPart chunk = chunks.get(i);
            if (chunk != null && !each.test(chunk)) {
                return false;
            }
        }
        return true;
    }

    /** First index at or after {@code from} that is kept, or is not; {@link #count} when there is none. */
    int next(int from, boolean kept) {
        int index = from;
        while (index < count && chunks.containsKey(index) != kept) {
            index++;
        }
        return index;
    }
}
