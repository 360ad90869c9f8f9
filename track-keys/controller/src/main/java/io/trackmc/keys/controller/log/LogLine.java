package io.trackmc.keys.controller.log;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/**
 * One line of a log, without its line feed:
 *
 * <pre>
 *   {"n":17,"at":1767225600000,"prev":"SHA-256 of line 16","type":"left","id":7,"crc":"CRC-32C of all before the comma"}
 * </pre>
 *
 * The sum tells an accident to the last line, which no other line confirms yet, from half a line.
 */
final class LogLine {

    /** Longest line. */
    static final int MAX_LENGTH = 1 << 20;

    private static final JsonFactory JSON = JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
    private static final byte[] BEFORE_SUM = ",\"crc\":\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] AFTER_SUM = "\"}".getBytes(StandardCharsets.US_ASCII);
    private static final int SUM_DIGITS = 8;
    private static final int TAIL_LENGTH = BEFORE_SUM.length + SUM_DIGITS + AFTER_SUM.length;
    private static final HexFormat HEX = HexFormat.of();

    private LogLine() {}

    static byte[] write(long number, long at, byte[] previousHash, LogEntry entry) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(512);
        try (JsonGenerator generator = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
            generator.writeStartObject();
            EntryWriter fields = new EntryWriter(generator);
            fields.number("n", number);
            fields.number("at", at);
            fields.text("prev", HEX.formatHex(previousHash));
            fields.write(entry);
            generator.writeEndObject();
        }
        byte[] object = out.toByteArray();
        int head = object.length - 1;
        out.reset();
        out.write(object, 0, head);
        out.writeBytes(BEFORE_SUM);
        out.writeBytes(HEX.toHexDigits(sum(object, head)).getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(AFTER_SUM);
        Check.require(out.size() <= MAX_LENGTH, "an entry of at most " + MAX_LENGTH + " bytes");
        return out.toByteArray();
    }

    /** Whether the first bytes are a whole line. */
    static boolean isWhole(byte[] bytes, int length) {
        int head = length - TAIL_LENGTH;
        if (head < 0 || !matches(bytes, head, BEFORE_SUM)
                || !matches(bytes, length - AFTER_SUM.length, AFTER_SUM)) {
            return false;
        }
        byte[] expected = HEX.toHexDigits(sum(bytes, head)).getBytes(StandardCharsets.US_ASCII);
        return matches(bytes, head + BEFORE_SUM.length, expected);
    }

    /**
     * Reads a line.
     *
     * @param number that it must have
     * @param previousHash that it must name
     * @throws IllegalArgumentException when it is not such a line; the message says why
     */
    static LogRecord read(byte[] bytes, int length, long number, byte[] previousHash) {
        return parse(bytes, length).at(number, previousHash);
    }

    /**
     * What a line says by itself. Whether it is the next of a log only the line before tells, so lines can be parsed in any order, and by any thread.
     *
     * @param number 0 when it could not be read so far
     * @param previous hash that it names; empty when it could not be read so far
     * @param entry null when it could not be read
     * @param fault why not
     */
    record Parsed(long number, long at, String previous, @Nullable LogEntry entry, @Nullable String fault) {

        /**
         * As the line of that number.
         *
         * @throws IllegalArgumentException when it is not; the message says why
         */
        LogRecord at(long expected, byte[] previousHash) {
            if (number != 0) {
                Check.require(number == expected, "number " + expected);
            }
            if (!previous.isEmpty()) {
                Check.require(previous.equals(HEX.formatHex(previousHash)), "the hash of the line before");
            }
            if (entry == null) {
                throw new IllegalArgumentException(fault);
            }
            return new LogRecord(expected, at, entry);
        }
    }

    /** Reads a line as far as it can be read. */
    static Parsed parse(byte[] bytes, int length) {
        long number = 0;
        long at = 0;
        String previous = "";
        try {
            Check.require(isWhole(bytes, length), "a line that ends with its own sum");
            try (FieldReader in = new FieldReader(bytes, 0, length)) {
                number = in.number("n");
                Check.require(number != 0, "a number from 1");
                at = in.number("at");
                previous = in.text("prev");
                Check.hash(previous);
                LogEntry entry = EntryReader.read(in);
                in.text("crc");
                in.end();
                return new Parsed(number, at, previous, entry, null);
            }
        } catch (IllegalArgumentException e) {
            return new Parsed(number, at, previous, null, String.valueOf(e.getMessage()));
        }
    }

    private static int sum(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }

    private static boolean matches(byte[] bytes, int offset, byte[] expected) {
        for (int i = 0; i < expected.length; i++) {
            if (bytes[offset + i] != expected[i]) {
                return false;
            }
        }
        return true;
    }
}
