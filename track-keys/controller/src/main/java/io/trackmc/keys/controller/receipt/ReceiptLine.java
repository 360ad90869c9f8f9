package io.trackmc.keys.controller.receipt;

import io.trackmc.keys.controller.log.FieldReader;
import io.trackmc.keys.controller.pki.NodeCertificate;
import io.trackmc.keys.transport.receipt.Receipt;
import io.trackmc.keys.transport.receipt.ReceiptChain;
import io.trackmc.keys.transport.tls.KeyPairFiles;
import io.trackmc.proto.engine.EngineEvent.ChildLoss;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.receipt.ReceiptBook;
import io.trackmc.proto.receipt.ReceiptEntry;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A line of a file of receipts, as {@link ReceiptChain} writes it. What is wrong with one is an {@link IllegalArgumentException}. */
final class ReceiptLine {

    private static final byte[] BEFORE_SIGNATURE = ReceiptChain.SIGNATURE.getBytes(StandardCharsets.US_ASCII);
    private static final long MAX_ID = 0xFFFF_FFFFL;
    private static final int MAX_CHAIN = 16;
    private static final int RUN_DIGITS = 32;

    private ReceiptLine() {}

    /**
     * The first line of a file.
     *
     * @param number of the receipt that follows
     * @param previous hash of the last line of the file before
     * @param node name
     * @param chain certificates, that of the node first
     */
    record Begin(long number, String previous, String node, List<NodeCertificate> chain) {

        /** Key of the node. */
        PublicKey key() {
            PublicKey key = chain.getFirst().x509().getPublicKey();
            if (key == null) {
                throw new IllegalArgumentException("has a certificate with a key of an unknown kind");
            }
            return key;
        }
    }

    /** Any other line. */
    record One(long number, String previous, Receipt receipt) {}

    /** Reads a first line. Its signature is that of {@link Begin#chain}'s own first key. */
    static Begin begin(byte[] line) {
        try (FieldReader in = new FieldReader(line, 0, line.length)) {
            if (in.number("receipts") != ReceiptChain.VERSION) {
                throw new IllegalArgumentException("is of another version than " + ReceiptChain.VERSION);
            }
            Begin begin = new Begin(in.number("number"), in.text("previous"), in.text("node"),
                    certificates(in.texts("certificates")));
            byte[] signature = signature(in);
            checkSignature(line, signature, begin.key());
            if (!begin.chain().getFirst().commonName().filter(begin.node()::equals).isPresent()) {
                throw new IllegalArgumentException(
                        "is of node " + begin.node() + ", and signed with the certificate of "
                                + begin.chain().getFirst());
            }
            return begin;
        }
    }

    /** Reads a receipt, and checks its signature. */
    static One receipt(byte[] line, PublicKey key) {
        try (FieldReader in = new FieldReader(line, 0, line.length)) {
            long number = in.number("receipt");
            String previous = in.text("previous");
            Instant begin = instant(in.text("begin"));
            Instant end = instant(in.text("end"));
            String group = in.text("group");
            int source = id(in, "source");
            Incarnation session = run(in.text("session"));
            boolean timely = in.flag("timely");
            long closeSequence = in.number("closeSequence");
            Receipt.Parent parent = new Receipt.Parent(group, in.text("node"), id(in, "nodeId"), id(in, "region"),
                    in.text("tenant"));
            int leftOut = (int) Math.min(in.number("leftOut"), Integer.MAX_VALUE);
            Map<Integer, String> names = new HashMap<>();
            List<ReceiptEntry> entries = in.objects("children", () -> entry(in, names));
            checkSignature(line, signature(in), key);
            ReceiptBook book = new ReceiptBook(source, session, timely, closeSequence, entries, leftOut);
            return new One(number, previous, new Receipt(parent, begin, end, book, names));
        }
    }

    private static ReceiptEntry entry(FieldReader in, Map<Integer, String> names) {
        int id = id(in, "id");
        String name = in.text("name");
        if (!name.isEmpty()) {
            names.put(id, name);
        }
        ReceiptEntry entry = new ReceiptEntry(id, run(in.text("run")), in.flag("repairHead"), in.number("first"),
                in.number("before"), in.number("confirmed"), in.flag("complete"), loss(in.text("gone")));
        boolean isRange = entry.first() >= 1 && entry.first() - 1 <= entry.before()
                && entry.before() <= entry.confirmed();
        if (!entry.repairHead() && !isRange) {
            throw new IllegalArgumentException("child " + Integer.toUnsignedString(id)
                    + ": allowed: first - 1 <= before <= confirmed");
        }
        return entry;
    }

    private static byte[] signature(FieldReader in) {
        byte[] signature = HexFormat.of().parseHex(in.text("signature"));
        in.end();
        return signature;
    }

    private static void checkSignature(byte[] line, byte[] signature, PublicKey key) {
        int length = line.length - 2 - 2 * signature.length - BEFORE_SIGNATURE.length;
        boolean isLast = length > 0;
        for (int i = 0; isLast && i < BEFORE_SIGNATURE.length; i++) {
            isLast = line[length + i] == BEFORE_SIGNATURE[i];
        }
        if (!isLast || !KeyPairFiles.verifies(key, ReceiptChain.signed(line, length), signature)) {
            throw new IllegalArgumentException("is not signed by the node, or was altered");
        }
    }

    private static List<NodeCertificate> certificates(List<String> texts) {
        if (texts.isEmpty() || texts.size() > MAX_CHAIN) {
            throw new IllegalArgumentException("allowed: 1 to " + MAX_CHAIN + " certificates");
        }
        return texts.stream().map(text -> NodeCertificate.ofDer(Base64.getDecoder().decode(text))).toList();
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("allowed: a time in UTC, such as 2026-01-31T12:00:00Z", e);
        }
    }

    private static int id(FieldReader in, String name) {
        long id = in.number(name);
        if (id > MAX_ID) {
            throw new IllegalArgumentException("\"" + name + "\": allowed: 0 to " + MAX_ID);
        }
        return (int) id;
    }

    private static Incarnation run(String text) {
        if (text.length() != RUN_DIGITS) {
            throw new IllegalArgumentException("allowed: a run of " + RUN_DIGITS + " hexadecimal digits");
        }
        int half = RUN_DIGITS / 2;
        return new Incarnation(HexFormat.fromHexDigitsToLong(text, 0, half),
                HexFormat.fromHexDigitsToLong(text, half, RUN_DIGITS));
    }

    private static @Nullable ChildLoss loss(String text) {
        return text.isEmpty() ? null : ChildLoss.valueOf(text.toUpperCase(Locale.ROOT));
    }
}
