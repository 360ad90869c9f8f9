package io.trackmc.proto.rekey;

import java.util.Arrays;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The chunks of one slice of one rekey that are kept. */
final class KeptSlice {

    private static final @Nullable KeptPart[] NOTHING = {};
    /** Of slices up to this length all places are made at once. */
    private static final int SHORT = 16;

    private final int parentRegion;
    private final int count;
    private @Nullable KeptPart[] chunks = NOTHING;
    private int here;

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
        return here == count;
    }

    void add(int index, KeptPart part) {
        if (index >= count) {
            return;
        }
        if (index >= chunks.length) {
            chunks = Arrays.copyOf(chunks, Math.min(count, Math.max(SHORT, 2 * index)));
        }
        here += chunks[index] == null ? 1 : 0;
        chunks[index] = part;
    }

    /** The chunk of an index, or null. */
    @Nullable
    KeptPart chunk(int index) {
        return index < chunks.length ? chunks[index] : null;
    }

    /** Hands over all that is kept, in order, until one is refused; returns whether none was. */
    boolean forEach(Predicate<KeptPart> each) {
        for (int i = next(0, true); i < count; i = next(i + 1, true)) {
            KeptPart chunk = chunk(i);
            if (chunk != null && !each.test(chunk)) {
                return false;
            }
        }
        return true;
    }

    /** First index at or after {@code from} that is kept, or is not; {@link #count} when there is none. */
    int next(int from, boolean kept) {
        int index = from;
        while (index < count && (chunk(index) != null) != kept) {
            index++;
        }
        return index;
    }
}
