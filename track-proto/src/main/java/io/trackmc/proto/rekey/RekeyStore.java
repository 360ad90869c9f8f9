package io.trackmc.proto.rekey;

import io.trackmc.proto.protect.HopKeys;
import io.trackmc.proto.protect.KeyLayer;
import io.trackmc.proto.protect.KeyUpdates;
import io.trackmc.proto.wire.InnerHeader;
import io.trackmc.proto.wire.RekeyChunk;
import io.trackmc.proto.wire.RekeyHeader;
import io.trackmc.proto.wire.RekeyPart;
import org.jspecify.annotations.Nullable;

/**
 * The verified INNERs of the last rekeys of both layers: a node with children hands them on, others only remember which they have had.
 *
 * <p>Bounded by number and by bytes; the oldest rekeys go first. What does not fit beside a rekey that is newer, or fills all room
 * alone, is not kept. A node without children keeps 4 bytes for each chunk of the slices that it hears of, which only an authority can make up.
 */
public final class RekeyStore {

    /** Bytes of all INNERs kept, where nothing else is configured. */
    public static final long DEFAULT_BYTES = 64L << 20;

    /** One that can be looked into, and is never written to. */
    private static final @Nullable KeptRekey[][] NOTHING = nothing();

    private final HopKeys keys;
    private final boolean handsOn;
    private final long maxBytes;
    private @Nullable KeptRekey[][] kept = NOTHING;
    private boolean keepsAny;
    private long bytes;

    /**
     * Nothing yet.
     *
     * @param handsOn whether this node has children; else it keeps of each INNER only that it was here
     * @param maxBytes most bytes of INNERs that are kept
     */
    public RekeyStore(HopKeys keys, boolean handsOn, long maxBytes) {
        this.keys = keys;
        this.handsOn = handsOn;
        this.maxBytes = maxBytes;
    }

    /** What is kept of a rekey, or null. */
    @Nullable
    KeptRekey rekey(KeyLayer layer, long number) {
        KeptRekey found = kept[layer.ordinal()][slot(number)];
        return found != null && found.number() == number ? found : null;
    }

    boolean contains(KeyLayer layer, long number, int part) {
        KeptRekey found = rekey(layer, number);
        return found != null && found.hasPart(part);
    }

    /** Keeps a part of a rekey that was verified; returns null, and keeps nothing, when there is no room. */
    @Nullable
    KeptPart add(KeyLayer layer, byte[] inner, int offset, int length) {
        long number = RekeyPart.rekey(inner, offset);
        int keptBytes = handsOn ? length : 0;
        if (!hasPlace(layer, number) || !makeRoom(layer, number, keptBytes)) {
            return null;
        }
        KeptRekey rekey = rekey(layer, number);
        if (rekey == null) {
            drop(layer, slot(number));
            rekey = new KeptRekey(number);
            if (!keepsAny) {
                keepsAny = true;
                kept = nothing();
            }
            kept[layer.ordinal()][slot(number)] = rekey;
        }
        KeptPart added = handsOn ? new KeptPart(inner, offset, length, keys) : KeptPart.SEEN;
        bytes += keptBytes;
        int part = RekeyPart.part(inner, offset);
        int content = offset + InnerHeader.LENGTH;
        if (part == RekeyPart.HEADER_PART) {
            rekey.header(added, RekeyHeader.chunkCount(inner, content));
        } else {
            rekey.chunk(part, RekeyChunk.slice(inner, content), RekeyChunk.parentRegion(inner, content),
                    RekeyChunk.index(inner, content), RekeyChunk.count(inner, content), added);
        }
        return added;
    }

    /** Forgets what is of no use any more: rekeys below {@code number}. */
    void forgetBelow(KeyLayer layer, long number) {
        for (int slot = 0; slot < KeyUpdates.KEPT_REKEYS; slot++) {
            KeptRekey old = kept[layer.ordinal()][slot];
            if (old != null && old.number() < number) {
                drop(layer, slot);
            }
        }
    }

    /** Forgets rekeys from {@code number} on. */
    void forgetFrom(KeyLayer layer, long number) {
        for (int slot = 0; slot < KeyUpdates.KEPT_REKEYS; slot++) {
            KeptRekey kept = this.kept[layer.ordinal()][slot];
            if (kept != null && kept.number() >= number) {
                drop(layer, slot);
            }
        }
    }

    private static @Nullable KeptRekey[][] nothing() {
        return new KeptRekey[KeyLayer.values().length][KeyUpdates.KEPT_REKEYS];
    }

    private boolean hasPlace(KeyLayer layer, long number) {
        KeptRekey holder = kept[layer.ordinal()][slot(number)];
        return holder == null || holder.number() <= number;
    }

    private boolean makeRoom(KeyLayer layer, long number, int length) {
        while (bytes + length > maxBytes) {
            if (!dropOldest(layer, number)) {
                return false;
            }
        }
        return true;
    }

    /** Drops the oldest rekey of a layer but {@code spared}, else of the other layer but its newest. */
    private boolean dropOldest(KeyLayer layer, long spared) {
        for (KeyLayer each : KeyLayer.values()) {
            int oldest = oldest(each, each == layer ? spared : newest(each));
            if (oldest >= 0) {
                drop(each, oldest);
                return true;
            }
        }
        return false;
    }

    private int oldest(KeyLayer layer, long below) {
        int found = -1;
        long lowest = below;
        for (int slot = 0; slot < KeyUpdates.KEPT_REKEYS; slot++) {
            KeptRekey rekey = kept[layer.ordinal()][slot];
            if (rekey != null && rekey.number() < lowest) {
                lowest = rekey.number();
                found = slot;
            }
        }
        return found;
    }

    private long newest(KeyLayer layer) {
        long highest = 0;
        for (KeptRekey rekey : kept[layer.ordinal()]) {
            highest = rekey == null ? highest : Math.max(highest, rekey.number());
        }
        return highest;
    }

    private void drop(KeyLayer layer, int slot) {
        KeptRekey old = kept[layer.ordinal()][slot];
        if (old != null) {
            bytes -= old.bytes();
            kept[layer.ordinal()][slot] = null;
        }
    }

    private static int slot(long number) {
        return (int) (number & KeyUpdates.KEPT_REKEYS - 1);
    }
}
