package io.trackmc.sender;

import io.trackmc.net.authority.RekeyFeed;
import io.trackmc.proto.event.DropReason;
import io.trackmc.proto.protect.KeyLayer;
import io.trackmc.proto.wire.InnerHeader;
import io.trackmc.proto.wire.RekeyHeader;
import io.trackmc.proto.wire.RekeyPart;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Where the rekeys of one authority enter the tree. Counts which of them came whole, with all the chunks that only others need: what the
 * sender has applied says nothing of those. On the feed's threads.
 */
final class FeedRoot implements RekeyFeed.Root {

    private final Publisher publisher;
    private final KeyLayer layer;
    private final Consumer<String> warnings;
    private volatile long whole;
    private volatile boolean tooOld;
    private long coming;
    private int lastPart;
    private int chunks;

    /** @param after number of the last rekey that the sender's keys hold already */
    FeedRoot(Publisher publisher, KeyLayer layer, long after, Consumer<String> warnings) {
        this.publisher = publisher;
        this.layer = layer;
        this.warnings = warnings;
        this.whole = after;
    }

    @Override
    public long after() {
        return tooOld ? Math.max(whole, publisher.rekeysApplied(layer)) : whole;
    }

    /** What is not kept any more nobody gets; the sender has to be given what came of it, and goes on from there. */
    @Override
    public void tooOld() {
        tooOld = true;
        publisher.leftBehind(layer);
    }

    @Override
    public void rekey(byte[] inner) {
        DropReason refused = publisher.rekey(inner);
        if (refused == null || refused == DropReason.DUPLICATE) {
            count(inner);
        } else {
            warnings.accept("a rekey of the " + layer.name().toLowerCase(Locale.ROOT) + " layer was refused: "
                    + refused.name().toLowerCase(Locale.ROOT));
        }
    }

    @Override
    public long installedEpoch() {
        return publisher.installedEverywhere(layer);
    }

    @Override
    public long activeEpoch() {
        return publisher.activeEpoch(layer);
    }

    /** They come in order: the header, then its chunks. */
    private void count(byte[] inner) {
        int part = RekeyPart.part(inner, 0);
        if (part == RekeyPart.HEADER_PART) {
            coming = RekeyPart.rekey(inner, 0);
            chunks = RekeyHeader.chunkCount(inner, InnerHeader.LENGTH);
            lastPart = part;
        } else if (RekeyPart.rekey(inner, 0) == coming && part == lastPart + 1) {
            lastPart = part;
        }
        if (lastPart == chunks) {
            whole = Math.max(whole, coming);
        }
    }
}
