package io.trackmc.repairhead;

import io.trackmc.net.ConfigurationException;
import io.trackmc.proto.wire.InnerHeader;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.ObjLongConsumer;

/**
 * A file with all repairs of content that have reached a repair head, and all that it has sent: for each the machine's monotonic time, its length and its
 * bytes. They are rare enough to be written where they are handled; whoever is killed has told of all before. On the driver's thread.
 */
public final class RepairLog implements InnerObserver, Closeable {

    private static final int HEAD_BYTES = Long.BYTES + Integer.BYTES;

    private final FileChannel file;
    private long highest;

    private RepairLog(FileChannel file) {
        this.file = file;
    }

    static RepairLog open(Path file) {
        try {
            return new RepairLog(FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                    StandardOpenOption.TRUNCATE_EXISTING));
        } catch (IOException e) {
            throw new ConfigurationException(List.of("--repairs: " + file + ": cannot be written: " + e.getMessage()));
        }
    }

    /**
     * Reads such a file; what was not written to its end is left out.
     *
     * @param each takes an INNER and when it was sent, as {@link System#nanoTime} of this machine
     */
    public static void read(Path file, ObjLongConsumer<byte[]> each) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file));
        while (in.remaining() >= HEAD_BYTES) {
            long nowNs = in.getLong();
            int length = in.getInt();
            if (length > in.remaining()) {
                return;
            }
            byte[] inner = new byte[length];
            in.get(inner);
            each.accept(inner, nowNs);
        }
    }

    /** What is new comes with sequences that rise; the rest was there before. */
    @Override
    public void onInner(byte[] inner) {
        if (InnerHeader.stream(inner, 0) == InnerHeader.STREAM_DATA) {
            long sequence = InnerHeader.sequence(inner, 0);
            if (sequence > highest) {
                highest = sequence;
            } else {
                write(inner);
            }
        }
    }

    @Override
    public void onSent(byte[] inner) {
        if (InnerHeader.stream(inner, 0) == InnerHeader.STREAM_DATA) {
            write(inner);
        }
    }

    private void write(byte[] inner) {
        ByteBuffer out = ByteBuffer.allocate(HEAD_BYTES + inner.length);
        out.putLong(System.nanoTime()).putInt(inner.length).put(inner).flip();
        try {
            while (out.hasRemaining()) {
                file.write(out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
