package io.trackmc.keys.controller.proof;

import io.trackmc.keys.controller.log.FieldReader;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/**
 * The first line of a statement: what is claimed, of what, and where the two logs behind it end.
 *
 * @param at milliseconds since 1970
 * @param node name
 * @param operator who runs it
 * @param epochs of content
 * @param transport head of the transport log
 * @param transportBytes length of that log
 * @param content head of the content log
 * @param contentBytes length of that log
 */
record StatementHeader(long at, String node, String operator, int epochs, CountersignedHead transport,
        long transportBytes, CountersignedHead content, long contentBytes) {

    static final String FORMAT = "track-non-possession-1";
    static final String CLAIM = "No release of a GroupDataKey to this operator, under any identity, is in the two logs that follow,"
            + " and from everything in them that was given to it none can be unwrapped or derived.";

    private static final JsonFactory JSON = JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    byte[] line() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
            json.writeStartObject();
            json.writeStringProperty("format", FORMAT);
            json.writeStringProperty("claim", CLAIM);
            json.writeNumberProperty("at", at);
            json.writeStringProperty("node", node);
            json.writeStringProperty("operator", operator);
            json.writeNumberProperty("epochs", epochs);
            write(json, "transport", transport, transportBytes);
            write(json, "content", content, contentBytes);
            json.writeEndObject();
        }
        return out.toByteArray();
    }

    /**
     * Reads a line.
     *
     * @throws ProofException when it is not the very line that {@link #line} makes
     */
    static StatementHeader read(byte[] line) {
        try (FieldReader in = new FieldReader(line, 0, line.length)) {
            in.text("format");
            in.text("claim");
            StatementHeader header = new StatementHeader(in.number("at"), in.text("node"), in.text("operator"),
                    Math.toIntExact(in.number("epochs")), head(in, "transport"), in.number("transportBytes"),
                    head(in, "content"), in.number("contentBytes"));
            in.end();
            if (Arrays.equals(line, header.line())) {
                return header;
            }
        } catch (IllegalArgumentException | ArithmeticException _) {
            // told below
        }
        throw new ProofException("line 1 is not that of a statement of non-possession, or was altered");
    }

    private static void write(JsonGenerator json, String log, CountersignedHead head, long bytes) {
        json.writeNumberProperty(log + "Size", head.size());
        json.writeStringProperty(log + "Root", head.root());
        json.writeStringProperty(log + "Signature", head.signature());
        json.writeStringProperty(log + "Countersignature", head.countersignature());
        json.writeNumberProperty(log + "Bytes", bytes);
    }

    private static CountersignedHead head(FieldReader in, String log) {
        return new CountersignedHead(in.number(log + "Size"), hex(in.text(log + "Root"), 64),
                hex(in.text(log + "Signature"), 128), hex(in.text(log + "Countersignature"), 128));
    }

    static String hex(String text, int digits) {
        if (text.length() != digits || !text.matches("[0-9a-f]*")) {
            throw new IllegalArgumentException("allowed: " + digits + " hexadecimal digits");
        }
        return text;
    }
}
