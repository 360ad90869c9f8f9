package io.trackmc.net.receipt;

import io.trackmc.keys.transport.receipt.ReceiptChain;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where the receipts of earlier runs end. Whoever is killed while it writes leaves the beginning of a line: that is cut off, since nobody has been shown it as a
 * receipt, and the chain goes on from the line before. Only the end is read, so a start does not take longer for much that is kept.
 */
final class ReceiptTail {

    private static final int LONGEST_LINE = 1 << 26;
    private static final int CHUNK = 1 << 13;
    private static final Pattern RECEIPT = Pattern.compile("\\{\"receipt\":(\\d{1,18}),.*\"signature\":\"[0-9a-f]+\"}");

    private ReceiptTail() {}

    /**
     * Goes on after the last receipt.
     *
     * @param files of receipts, oldest first; one that has no receipt is put aside under another name
     * @param warnings told what was cut off
     */
    static ReceiptChain chain(List<Path> files, Consumer<String> warnings) throws IOException {
        for (int i = files.size() - 1; i >= 0; i--) {
            ReceiptChain chain = chain(files.get(i), warnings);
            if (chain != null) {
                return chain;
            }
            Path aside = files.get(i).resolveSibling(files.get(i).getFileName() + ".damaged");
            Files.move(files.get(i), aside, StandardCopyOption.REPLACE_EXISTING);
            warnings.accept(files.get(i) + ": held no whole receipt, and is " + aside + " now");
        }
        return new ReceiptChain(1, ReceiptChain.NOTHING_BEFORE);
    }

    /** Null when there is no whole receipt in the file. */
    private static @Nullable ReceiptChain chain(Path path, Consumer<String> warnings) throws IOException {
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long size = file.size();
            long end = lineBreakBefore(file, size) + 1;
            while (end > 0) {
                long start = lineBreakBefore(file, end - 1) + 1;
                byte[] line = line(file, start, end - 1);
                Matcher receipt = RECEIPT.matcher(new String(line, StandardCharsets.ISO_8859_1));
                if (receipt.matches()) {
                    cut(path, file, end, size, warnings);
                    return new ReceiptChain(Long.parseLong(receipt.group(1)) + 1, ReceiptChain.hash(line));
                }
                end = start;
            }
            return null;
        }
    }

    private static void cut(Path path, FileChannel file, long end, long size, Consumer<String> warnings)
            throws IOException {
        if (end < size) {
            file.truncate(end);
            file.force(true);
            warnings.accept(
                    path + ": its last " + (size - end) + " bytes were not written to their end, and were cut off");
        }
    }

    /** Where the last line break before a position is; -1 for none. */
    private static long lineBreakBefore(FileChannel file, long position) throws IOException {
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
        for (long end = position; end > 0;) {
            long start = Math.max(0, end - CHUNK);
            chunk.clear().limit((int) (end - start));
            read(file, chunk, start);
            for (int i = chunk.limit() - 1; i >= 0; i--) {
                if (chunk.get(i) == '\n') {
                    return start + i;
                }
            }
            end = start;
        }
        return -1;
    }

    private static byte[] line(FileChannel file, long start, long end) throws IOException {
        if (end - start > LONGEST_LINE) {
            return new byte[0]; // no receipt is as long
        }
        ByteBuffer line = ByteBuffer.allocate((int) (end - start));
        read(file, line, start);
        return line.array();
    }

    private static void read(FileChannel file, ByteBuffer into, long from) throws IOException {
        long position = from;
        while (into.hasRemaining()) {
            int count = file.read(into, position);
            if (count < 0) {
                throw new EOFException("became shorter while it was read");
            }
            position += count;
        }
    }
}
