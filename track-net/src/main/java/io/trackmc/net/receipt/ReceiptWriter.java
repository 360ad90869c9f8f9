package io.trackmc.net.receipt;

import io.trackmc.keys.transport.bundle.NodeConfig;
import io.trackmc.keys.transport.file.KeyFileException;
import io.trackmc.keys.transport.file.SecureFiles;
import io.trackmc.keys.transport.receipt.Receipt;
import io.trackmc.keys.transport.tls.KeyPairFiles;
import io.trackmc.net.metrics.ReceiptCounters;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Signs and writes receipts on a thread of its own, because a disk may stand still. One that cannot be written is tried again, and those after it wait: at most {@link #MOST_WAITING}, and then
 * nobody may bring more, so that intervals become longer and nothing is lost.
 */
final class ReceiptWriter implements AutoCloseable {

    /** Receipts that may wait. */
    static final int MOST_WAITING = 8;

    private static final long FIRST_PAUSE_MS = 1_000;
    private static final long LONGEST_PAUSE_MS = 60_000;
    private static final long LONGEST_CLOSE_SECONDS = 10;

    private final ReceiptDirectory directory;
    private final ReceiptCounters counters;
    private final Consumer<String> warnings;
    private final ScheduledThreadPoolExecutor thread;
    private final AtomicInteger taken = new AtomicInteger();
    private final AtomicLong packets = new AtomicLong();
    private volatile KeyPairFiles signer;

    // Of the thread.
    private final Deque<Receipt> waiting = new ArrayDeque<>();
    private boolean isFailing;
    private long pauseMs = FIRST_PAUSE_MS;

    /** With a directory that is this one's from now on. */
    ReceiptWriter(ReceiptDirectory directory, KeyPairFiles signer, ReceiptCounters counters,
            Consumer<String> warnings) {
        this.directory = directory;
        this.signer = signer;
        this.counters = counters;
        this.warnings = warnings;
        thread = new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().name("receipts-", 0).factory());
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /**
     * Goes on where earlier runs have ended.
     *
     * @param warnings told once when receipts cannot be written, and once when they are again; on the writing thread, or here
     * @throws KeyFileException when that cannot be done, or certificate and key cannot be read
     */
    static ReceiptWriter open(NodeConfig config, NodeConfig.Receipts where, ReceiptCounters counters,
            Consumer<String> warnings) {
        KeyPairFiles signer = signer(config);
        try {
            ReceiptDirectory directory = ReceiptDirectory.open(where.directory(), config.self().name(),
                    where.keepBytes(), warnings);
            return new ReceiptWriter(directory, signer, counters, warnings);
        } catch (IOException e) {
            throw new KeyFileException(where.directory() + ": receipts cannot be read: " + SecureFiles.reason(e), e);
        }
    }

    /** Signs with another certificate from now on. Any thread. */
    void use(KeyPairFiles newSigner) {
        signer = newSigner;
    }

    /** Whether another receipt may be brought. Of the driver's thread. */
    boolean hasRoom() {
        return taken.get() < MOST_WAITING;
    }

    /** Takes a receipt, whether there is room or not. Does not wait. Of the driver's thread. */
    void write(Receipt receipt) {
        taken.incrementAndGet();
        packets.addAndGet(receipt.book().packets());
        thread.execute(() -> {
            waiting.add(receipt);
            if (!isFailing) {
                writeAll();
            }
        });
    }

    /** Packets that are confirmed in receipts that have not been written yet. Any thread. */
    long packets() {
        return packets.get();
    }

    /** Tries once more what has not been written, and waits for that. */
    @Override
    public void close() {
        thread.execute(this::writeAll);
        thread.execute(directory::close);
        thread.shutdown();
        try {
            boolean isOver = thread.awaitTermination(LONGEST_CLOSE_SECONDS, TimeUnit.SECONDS);
            if (!isOver || taken.get() > 0) {
                warnings.accept(taken.get() + " receipts could not be written");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void writeAll() {
        while (!waiting.isEmpty()) {
            Receipt first = waiting.getFirst();
            try {
                directory.write(first, signer);
            } catch (IOException e) {
                failed(SecureFiles.reason(e));
                return;
            } catch (RuntimeException e) { // a directory that cannot be listed, a key that does not sign: all of it is tried again
                failed(String.valueOf(e.getMessage()));
                return;
            }
            waiting.removeFirst();
            taken.decrementAndGet();
            packets.addAndGet(-first.book().packets());
            counters.written();
            pauseMs = FIRST_PAUSE_MS;
            if (isFailing) {
                isFailing = false;
                warnings.accept("receipts are written again");
            }
        }
    }

    private void failed(String why) {
        counters.failed();
        if (!isFailing) {
            isFailing = true;
            warnings.accept("receipts cannot be written: " + why + "; they wait in memory, and are tried again");
        }
        if (!thread.isShutdown()) {
            var _ = thread.schedule(this::writeAll, pauseMs, TimeUnit.MILLISECONDS);
        }
        pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
    }

    private static KeyPairFiles signer(NodeConfig config) {
        NodeConfig.Files files = config.files();
        if (files.certificate() == null || files.privateKey() == null) {
            throw new KeyFileException(config.file() + ": found receipts without keys.certificate and keys.private-key,"
                    + " allowed: with both, which sign them");
        }
        return KeyPairFiles.read(files.certificate(), files.privateKey());
    }
}
