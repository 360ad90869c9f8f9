package io.trackmc.keys.controller.receipt;

import io.trackmc.keys.controller.pki.NodeCertificate;
import io.trackmc.keys.transport.file.SecureFiles;
import io.trackmc.keys.transport.receipt.ReceiptChain;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One file of receipts whose signatures hold and whose lines follow each other.
 *
 * @param file itself
 * @param node name of the node, as its certificate says
 * @param chain certificates of the node; not checked against any anchor
 * @param next number of the first receipt, or of the one to come where there is none
 * @param previous hash of the last line of the file before
 * @param lastHash hash of the last line
 * @param receipts in order
 * @param isTorn whether something follows that was not written to its end, which is left out
 */
public record ReceiptFile(Path file, String node, List<NodeCertificate> chain, long next, String previous,
        String lastHash, List<NumberedReceipt> receipts, boolean isTorn) {

    private static final int LONGEST_LINE = 1 << 26;

    /** Keeps copies of the lists. */
    public ReceiptFile {
        chain = List.copyOf(chain);
        receipts = List.copyOf(receipts);
    }

    /** Number that the first receipt after this file has. */
    public long end() {
        return next + receipts.size();
    }

    /** Time of the last receipt; null where there is none. */
    public @Nullable Instant lastEnd() {
        return receipts.isEmpty() ? null : receipts.getLast().receipt().end();
    }

    /**
     * Reads a file.
     *
     * @throws ReceiptException naming the first line that is wrong
     */
    public static ReceiptFile read(Path file) {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            return new Reading(file, in).read();
        } catch (IOException e) {
            throw new ReceiptException(file + ": cannot be read: " + SecureFiles.reason(e), e);
        }
    }

    /** The same, which begins after receipts that are not here. */
    ReceiptFile headless() {
        List<NumberedReceipt> marked = new ArrayList<>(receipts);
        if (!marked.isEmpty()) {
            NumberedReceipt first = marked.getFirst();
            marked.set(0, new NumberedReceipt(first.number(), true, first.receipt()));
        }
        return new ReceiptFile(file, node, chain, next, previous, lastHash, marked, isTorn);
    }

    /** Reads line by line, so that a long file needs no more memory than its receipts. */
    private static final class Reading {

        private final Path file;
        private final InputStream in;
        private boolean isTorn;
        private int lines;

        Reading(Path file, InputStream in) {
            this.file = file;
            this.in = in;
        }

        ReceiptFile read() throws IOException {
            byte[] line = next();
            if (line == null) {
                throw new ReceiptException(file + ": is empty, or its first line was not written to its end");
            }
            ReceiptLine.Begin begin = parse(line, ReceiptLine::begin);
            PublicKey key = begin.key();
            List<NumberedReceipt> receipts = new ArrayList<>();
            String hash = ReceiptChain.hash(line);
            for (line = next(); line != null; line = next()) {
                ReceiptLine.One one = parse(line, bytes -> ReceiptLine.receipt(bytes, key));
                check(one, begin, begin.number() + receipts.size(), hash);
                receipts.add(new NumberedReceipt(one.number(), false, one.receipt()));
                hash = ReceiptChain.hash(line);
            }
            return new ReceiptFile(file, begin.node(), begin.chain(), begin.number(), begin.previous(), hash, receipts,
                    isTorn);
        }

        private void check(ReceiptLine.One one, ReceiptLine.Begin begin, long number, String previous) {
            if (one.number() != number || !one.previous().equals(previous)) {
                throw wrong("receipt " + one.number() + " does not follow the line before, which receipt " + number
                        + " should: one was removed, put in or altered", null);
            }
            if (!one.receipt().parent().name().equals(begin.node())) {
                throw wrong("receipt " + one.number() + " is another node's than the file", null);
            }
        }

        private <T> T parse(byte[] line, Function<byte[], T> parser) {
            try {
                return parser.apply(line);
            } catch (IllegalArgumentException | IllegalStateException e) {
                // The second is Bouncy Castle's, which reads the inner parts of a certificate when they are wanted.
                throw wrong(String.valueOf(e.getMessage()), e);
            }
        }

        private ReceiptException wrong(String what, @Nullable Throwable cause) {
            String message = file + ":" + lines + ": " + what;
            return cause == null ? new ReceiptException(message) : new ReceiptException(message, cause);
        }

        private byte @Nullable [] next() throws IOException {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int c = in.read(); c != '\n'; c = in.read()) {
                if (c < 0) {
                    isTorn = line.size() > 0;
                    return null;
                }
                line.write(c);
                if (line.size() > LONGEST_LINE) {
                    throw new ReceiptException(
                            file + ":" + (lines + 1) + ": is longer than " + LONGEST_LINE + " bytes");
                }
            }
            lines++;
            return line.toByteArray();
        }
    }
}
