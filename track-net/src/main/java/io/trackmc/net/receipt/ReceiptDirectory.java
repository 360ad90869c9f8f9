package io.trackmc.net.receipt;

import io.trackmc.keys.transport.file.SecureFiles;
import io.trackmc.keys.transport.receipt.Receipt;
import io.trackmc.keys.transport.receipt.ReceiptChain;
import io.trackmc.keys.transport.tls.KeyPairFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files of receipts of one node: a new one for each run, day (UTC), certificate, and when one is long; the oldest are deleted when all together would be more
 * than what is kept. One thread.
 */
final class ReceiptDirectory implements AutoCloseable {

    static final String SUFFIX = ".receipts";

    /** What a file may be of all that is kept, so that little goes at a time. */
    private static final int FILES_KEPT = 16;

    private static final long LONGEST_FILE = 1L << 26;

    private final Path directory;
    private final String node;
    private final long keepBytes;
    private ReceiptChain chain;
    private @Nullable Path file;
    private @Nullable FileChannel channel;
    private @Nullable KeyPairFiles signer;
    private @Nullable LocalDate day;
    private long length;

    private ReceiptDirectory(Path directory, String node, long keepBytes, ReceiptChain chain) {
        this.directory = directory;
        this.node = node;
        this.keepBytes = keepBytes;
        this.chain = chain;
    }

    /**
     * Goes on after what is there.
     *
     * @param node name, with which its files begin
     * @param warnings told when the end of an earlier run's file was cut off
     * @throws io.trackmc.keys.transport.file.KeyFileException when it cannot be made
     */
    static ReceiptDirectory open(Path directory, String node, long keepBytes, Consumer<String> warnings)
            throws IOException {
        SecureFiles.createDirectory(directory);
        return new ReceiptDirectory(directory, node, keepBytes,
                ReceiptTail.chain(files(directory, node), warnings));
    }

    /** Writes a receipt, and returns when it has been handed to the disk. After an exception nothing of it counts, and it can be tried again. */
    void write(Receipt receipt, KeyPairFiles by) throws IOException {
        LocalDate today = LocalDate.ofInstant(receipt.end(), ZoneOffset.UTC);
        if (!by.equals(signer) || !today.equals(day) || length >= longestFile()) {
            leave();
        }
        try {
            if (file == null) {
                begin(receipt, by);
                signer = by;
                day = today;
            } else {
                byte[] line = chain.line(receipt, by);
                append(line);
                chain.written(line, true);
            }
        } catch (IOException | RuntimeException e) {
            closeFile(); // what is written of the line is cut off when it is opened again
            throw e;
        }
    }

    @Override
    public void close() {
        leave();
    }

    /** No file counts before it holds a receipt: else one could be left that the next has the name of. */
    private void begin(Receipt receipt, KeyPairFiles by) throws IOException {
        makeRoom();
        Path next = directory.resolve(String.format("%s-%016d%s", node, chain.next(), SUFFIX));
        Files.deleteIfExists(next); // it could not be written to its end
        SecureFiles.create(next, new byte[0]);
        file = next;
        length = 0;
        try {
            ReceiptChain ahead = chain.copy();
            byte[] first = ahead.begin(node, by);
            ahead.written(first, false);
            byte[] line = ahead.line(receipt, by);
            append(first, line);
            ahead.written(line, true);
            chain = ahead;
        } catch (IOException | RuntimeException e) {
            leave();
            throw e;
        }
    }

    private void append(byte[]... lines) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (byte[] line : lines) {
            bytes.write(line);
            bytes.write('\n');
        }
        ByteBuffer rest = ByteBuffer.wrap(bytes.toByteArray());
        FileChannel open = channel();
        long position = length;
        while (rest.hasRemaining()) {
            position += open.write(rest, position);
        }
        open.force(false);
        length = position;
    }

    private FileChannel channel() throws IOException {
        FileChannel open = channel;
        if (open == null) {
            open = FileChannel.open(Objects.requireNonNull(file), StandardOpenOption.WRITE);
            channel = open;
            open.truncate(length);
        }
        return open;
    }

    private void makeRoom() throws IOException {
        List<Path> files = files(directory, node);
        long bytes = longestFile();
        for (Path each : files) {
            bytes += Files.size(each);
        }
        for (int i = 0; i < files.size() && bytes > keepBytes; i++) {
            bytes -= Files.size(files.get(i));
            Files.delete(files.get(i));
        }
    }

    private long longestFile() {
        return Math.min(LONGEST_FILE, keepBytes / FILES_KEPT);
    }

    /** The next receipt begins another file. */
    private void leave() {
        closeFile();
        file = null;
    }

    private void closeFile() {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException _) {
                // all that counts was forced to the disk
            }
            channel = null;
        }
    }

    private static List<Path> files(Path directory, String node) throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.filter(file -> {
                String name = String.valueOf(file.getFileName());
                return name.startsWith(node + "-") && name.endsWith(SUFFIX)
                        && name.length() == node.length() + 1 + 16 + SUFFIX.length();
            }).sorted().toList();
        }
    }
}
