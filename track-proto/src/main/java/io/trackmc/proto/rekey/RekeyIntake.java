package io.trackmc.proto.rekey;

import io.trackmc.proto.event.Counters;
import io.trackmc.proto.event.DropReason;
import io.trackmc.proto.protect.KeyLayer;
import io.trackmc.proto.protect.KeyUpdates;
import io.trackmc.proto.wire.InnerHeader;
import io.trackmc.proto.wire.RekeyChunk;
import io.trackmc.proto.wire.RekeyPart;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Takes in INNERs of authorities: judges them without a key, has them verified, and keeps what is authentic. */
final class RekeyIntake {

    private final KeyUpdates updates;
    private final RekeyStore store;
    private final boolean handsOn;
    private final RekeyOwner owner;
    private final Counters counters;

    /**
     * @param handsOn whether this node has children, for whom it keeps what it has applied
     */
    RekeyIntake(KeyUpdates updates, RekeyStore store, boolean handsOn, RekeyOwner owner, Counters counters) {
        this.updates = updates;
        this.store = store;
        this.handsOn = handsOn;
        this.owner = owner;
        this.counters = counters;
    }

    /** Why an INNER is of no use, before anything about it was verified; null when it may be. */
    @Nullable
    DropReason admission(byte[] inner, int offset) {
        KeyLayer layer = layer(inner, offset);
        long number = RekeyPart.rekey(inner, offset);
        int part = RekeyPart.part(inner, offset);
        long newest = updates.newest(layer);
        if (number <= newest - KeyUpdates.KEPT_REKEYS || (number == 0)) {
            return DropReason.STALE_REKEY;
        }
        if (store.contains(layer, number, part) || (!handsOn && number <= updates.applied(layer))) {
            return DropReason.DUPLICATE;
        }
        return null;
    }

    /**
     * Whether what comes before is known, so that it can be applied. Whoever has no keys of the layer need not follow: a later header stands for itself, by
     * its signature. But who is expelled stands in the headers between, so they are passed over only when nobody keeps them any more, or the parent does not
     * give them: a sender that an authority has given later keys lacks what it skipped.
     */
    private boolean isInOrder(KeyLayer layer, long number, int part) {
        long newest = updates.newest(layer);
        if (part != RekeyPart.HEADER_PART) {
            return number <= newest;
        }
        return number <= newest + 1 || (updates.installedEpoch(layer) == 0
                && (number > newest + KeyUpdates.KEPT_REKEYS || owner.hasAskedInVain(layer)));
    }

    /** Takes in an INNER that {@link #admission} has let pass, from whomever it came; returns why it is dropped, or null. */
    @Nullable
    DropReason accept(long nowNs, byte[] inner, int offset, int length) {
        KeyLayer layer = layer(inner, offset);
        long number = RekeyPart.rekey(inner, offset);
        int part = RekeyPart.part(inner, offset);
        boolean header = part == RekeyPart.HEADER_PART;
        if (!isInOrder(layer, number, part)) {
            owner.onLater(nowNs, layer, number);
            return DropReason.STALE_REKEY;
        }
        DropReason refused = header ? updates.header(inner, offset, length) : updates.chunk(inner, offset, length);
        if (refused != null) {
            return refused;
        }
        int content = offset + InnerHeader.LENGTH;
        KeptPart kept = store.add(layer, inner, offset, length);
        if (kept == null) {
            counters.drop(DropReason.NO_ROOM);
        }
        if (header) {
            owner.onHeader(nowNs, layer, number, kept);
        } else {
            owner.onChunk(nowNs, layer, number, RekeyChunk.slice(inner, content),
                    RekeyChunk.parentRegion(inner, content), kept);
        }
        if (!handsOn) {
            store.forgetBelow(layer, updates.applied(layer) + 1);
        }
        return null;
    }

    private static KeyLayer layer(byte[] inner, int offset) {
        return Objects.requireNonNull(KeyLayer.ofStream(InnerHeader.stream(inner, offset)));
    }
}
