package io.trackmc.sender;

import io.trackmc.net.authority.RekeyFeed;
import io.trackmc.proto.event.DropReason;
import io.trackmc.proto.protect.KeyLayer;
import java.util.Locale;
import java.util.function.Consumer;

/** Where the rekeys of one authority enter the tree. On the feed's threads. */
final class FeedRoot implements RekeyFeed.Root {

    private final Publisher publisher;
    private final KeyLayer layer;
    private final Consumer<String> warnings;
    private final WholeRekeys whole;

    /** @param after number of the last rekey that the sender's keys hold already */
    FeedRoot(Publisher publisher, KeyLayer layer, long after, Consumer<String> warnings) {
        this.publisher = publisher;
        this.layer = layer;
        this.warnings = warnings;
        this.whole = new WholeRekeys(after, () -> publisher.rekeysApplied(layer));
    }

    @Override
    public long after() {
        return whole.after();
    }

    /** What is not kept any more nobody gets; the sender has to be given what came of it, and goes on from there. */
    @Override
    public void tooOld() {
        whole.tooOld();
        publisher.leftBehind(layer);
    }

    @Override
    public void refused() {
        publisher.leftBehind(layer);
    }

    @Override
    public void rekey(byte[] inner) {
        DropReason refused = publisher.rekey(inner);
        if (refused == null || refused == DropReason.DUPLICATE) {
            whole.count(inner);
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
}
