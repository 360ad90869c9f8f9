package io.trackmc.net.receipt;

import io.trackmc.keys.transport.bundle.NodeConfig;
import io.trackmc.keys.transport.receipt.Receipt;
import io.trackmc.keys.transport.tls.KeyPairFiles;
import io.trackmc.net.metrics.FigureId;
import io.trackmc.net.metrics.NodeFigures;
import io.trackmc.net.metrics.ReceiptCounters;
import io.trackmc.proto.receipt.ReceiptBook;
import io.trackmc.proto.receipt.ReceiptEntry;
import io.trackmc.proto.receipt.ReceiptLedger;
import io.trackmc.proto.tree.Region;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes receipts of what the children of a node have confirmed, when an interval of the clock is over, and has them written. An interval ends early when a session
 * ends or many children have come and gone, and later while those before cannot be written; one in which nothing happened has no receipt. Of the driver's thread, unless said
 * otherwise.
 */
public final class ReceiptKeeper implements AutoCloseable {

    /** Between two that are taken before their interval is over, however many children come and go. */
    private static final long SHORTEST_NS = 1_000_000_000L;

    private final Region region;
    private final ReceiptLedger ledger;
    private final ReceiptWriter writer;
    private final Receipt.Parent parent;
    private final Map<Integer, String> roster;
    private final InstantSource clock;
    private final long intervalNs;
    private Instant begin;
    private long dueNs;
    private long takenNs;
    private boolean isDueKnown;

    private ReceiptKeeper(NodeConfig config, NodeConfig.Receipts how, Region region, ReceiptWriter writer,
            InstantSource clock) {
        this.region = region;
        this.writer = writer;
        this.roster = config.roster();
        this.clock = clock;
        this.intervalNs = how.intervalNs();
        this.begin = now();
        this.parent = new Receipt.Parent(config.groupName(), config.self().name(), config.self().id(),
                Objects.requireNonNull(config.region()).id(), how.tenant());
        region.keepReceipts();
        this.ledger = Objects.requireNonNull(region.receipts());
    }

    /**
     * Before the node starts.
     *
     * @param region that it heads; null for a receiver
     * @param clock tells the time of day
     * @return null where its configuration wants no receipts
     * @throws io.trackmc.keys.transport.file.KeyFileException when none can be written
     */
    public static @Nullable ReceiptKeeper open(NodeConfig config, @Nullable Region region, ReceiptCounters counters,
            InstantSource clock, Consumer<String> warnings) {
        NodeConfig.Receipts how = config.receipts();
        if (how == null || region == null) {
            return null;
        }
        return new ReceiptKeeper(config, how, region, ReceiptWriter.open(config, how, counters, warnings),
                clock);
    }

    /** After each turn of the driver. */
    public void afterTurn(long nowNs) {
        if (!isDueKnown) {
            isDueKnown = true;
            takenNs = nowNs - SHORTEST_NS;
            dueNs = nowNs + untilEndNs();
        }
        boolean mayHurry = nowNs - takenNs >= SHORTEST_NS;
        if ((dueNs - nowNs <= 0 || (mayHurry && ledger.isPressing())) && writer.hasRoom()) {
            take();
            takenNs = nowNs;
            dueNs = nowNs + untilEndNs();
        }
    }

    /** Tells how much no receipt says yet that is on the disk. */
    public void publish(NodeFigures out) {
        out.set(FigureId.RECEIPTS_LAG, ledger.packets() + writer.packets());
    }

    /** Signs with another certificate from now on. Any thread. */
    public void use(KeyPairFiles signer) {
        writer.use(signer);
    }

    /** The driver has ended: writes what there is, and waits for it. */
    @Override
    public void close() {
        take();
        writer.close();
    }

    private void take() {
        Instant end = now();
        for (ReceiptBook book : region.takeReceipts()) {
            writer.write(new Receipt(parent, begin, end, book, names(book)));
        }
        begin = end;
    }

    private Map<Integer, String> names(ReceiptBook book) {
        Map<Integer, String> names = new HashMap<>();
        for (ReceiptEntry entry : book.entries()) {
            String name = roster.get(entry.id());
            if (name != null) {
                names.put(entry.id(), name);
            }
        }
        return names;
    }

    private Instant now() {
        return Instant.ofEpochMilli(clock.millis());
    }

    /** Intervals end when the clock says so, at the full minute for one of a minute, so that those of several parents agree. */
    private long untilEndNs() {
        long nowNs = TimeUnit.MILLISECONDS.toNanos(clock.millis());
        return intervalNs - Math.floorMod(nowNs, intervalNs);
    }
}
