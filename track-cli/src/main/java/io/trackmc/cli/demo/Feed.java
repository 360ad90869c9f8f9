package io.trackmc.cli.demo;

import io.trackmc.cli.expulsion.Witness;
import io.trackmc.cli.expulsion.Tap;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Writes a file to the standard input of a sender. Where something is to happen in the middle it goes no faster than the sender sends, and does not come to the
 * end before that has come into effect.
 */
final class Feed implements Callable<Long> {

    private static final int CHUNK = 1 << 13;
    private static final long AHEAD_BYTES = 1 << 18;
    private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long PACE_NS = TimeUnit.MILLISECONDS.toNanos(20);

    private final Path payload;
    private final OutputStream to;
    private final DemoPlan plan;
    private final Tap tap;
    private final Witness witness;
    private final BooleanSupplier inEffect;

    /** @param inEffect whether what was to happen has come into effect */
    Feed(Path payload, OutputStream to, DemoPlan plan, Tap tap, Witness witness, BooleanSupplier inEffect) {
        this.payload = payload;
        this.to = to;
        this.plan = plan;
        this.tap = tap;
        this.witness = witness;
        this.inEffect = inEffect;
    }

    /** Returns how many bytes it has written. */
    @Override
    public Long call() throws IOException, InterruptedException {
        long size = Files.size(payload);
        byte[] chunk = new byte[CHUNK];
        long written = 0;
        try (InputStream in = Files.newInputStream(payload); OutputStream out = to) {
            for (int read = in.read(chunk); read > 0; read = in.read(chunk)) {
                if (plan.hasIncident()) {
                    pace(written, size);
                }
                out.write(chunk, 0, read);
                out.flush();
                written += read;
            }
        }
        return written;
    }

    private void pace(long written, long size) throws InterruptedException {
        while (written - tap.contentBytes() > Math.max(AHEAD_BYTES, size / 8)) {
            rest(LOOK_NS);
        }
        if (written < size - size / 3 || inEffect.getAsBoolean()) {
            return;
        }
        if (written < size - size / 6) {
            hold(PACE_NS);
        }
        while (written >= size - size / 6 && !inEffect.getAsBoolean()) {
            hold(LOOK_NS);
        }
    }

    /** What would have been sent meanwhile, the expelled one could have read, until the sender is known to seal under another key. */
    private void hold(long ns) throws InterruptedException {
        boolean readable = witness.later().isEmpty();
        rest(ns);
        if (readable) {
            witness.couldHaveRead(System.nanoTime());
        }
    }

    private static void rest(long ns) throws InterruptedException {
        LockSupport.parkNanos(ns);
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }
}
