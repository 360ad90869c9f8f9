package io.trackmc.keys.controller.log;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.zip.CRC32C;
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
        Check.require(isWhole(bytes, length), "a line that ends with its own sum");
        try (FieldReader in = new FieldReader(bytes, 0, length)) {
            Check.require(in.number("n") == number, "number " + number);
            long at = in.number("at");
            Check.require(in.text("prev").equals(HEX.formatHex(previousHash)), "the hash of the line before");
            LogEntry entry = EntryReader.read(in);
            in.text("crc");
            in.end();
            return new LogRecord(number, at, entry);
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
