package io.trackmc.keys.transport.receipt;

import io.trackmc.keys.transport.file.JsonText;
import io.trackmc.keys.transport.key.Sha256;
import io.trackmc.keys.transport.tls.KeyPairFiles;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.receipt.ReceiptEntry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Makes the lines of receipts, each of which names the one before by its hash, so that none can be taken out or changed unseen but the last ones.
 *
 * <pre>
 *   first line of a file   {"receipts":1,"number":N,"previous":HASH,"node":..,"certificates":[..],"signature":SIGNATURE}
 *   others                 {"receipt":N,"previous":HASH, ... ,"signature":SIGNATURE}
 *
 *   N           number of the receipt, from 1; in a first line that of the next one
 *   HASH        SHA-256 of the line before without its line break, of the file before in a first line; 64 zeros in the very first
 *   SIGNATURE   by the key of the first certificate, of "TK1 receipt" ‖ SHA-256( the line up to the comma before "signature" )
 * </pre>
 *
 * <p>Strings of hexadecimal digits are in lower case, certificates in base64 of DER. One thread.
 */
public final class ReceiptChain {

    /** Version of the form of the lines. */
    public static final long VERSION = 1;

    /** What stands for the hash of the line before the very first. */
    public static final String NOTHING_BEFORE = "0".repeat(2 * Sha256.LENGTH);

    /** What separates what is signed from its signature. */
    public static final String SIGNATURE = ",\"signature\":\"";

    private static final byte[] LABEL = "TK1 receipt".getBytes(StandardCharsets.US_ASCII);

    private long next;
    private String previous;

    /**
     * Goes on with a chain.
     *
     * @param next number of the next receipt, from 1
     * @param previous hash of its last line, or {@link #NOTHING_BEFORE}
     */
    public ReceiptChain(long next, String previous) {
        this.next = next;
        this.previous = previous;
    }

    /** One that goes on by itself from here. */
    public ReceiptChain copy() {
        return new ReceiptChain(next, previous);
    }

    /** Number of the next receipt. */
    public long next() {
        return next;
    }

    /** What is signed of a line, given what stands before its signature. */
    public static byte[] signed(byte[] content, int length) {
        MessageDigest sha = Sha256.newDigest();
        sha.update(content, 0, length);
        return ByteBuffer.allocate(LABEL.length + Sha256.LENGTH).put(LABEL).put(sha.digest()).array();
    }

    /** Hash of a line, as the next one names it. */
    public static String hash(byte[] line) {
        return HexFormat.of().formatHex(Sha256.newDigest().digest(line));
    }

    /** The first line of a file, without a line break. It counts from {@link #written} on. */
    public byte[] begin(String node, KeyPairFiles signer) {
        JsonText line = new JsonText().field("receipts", VERSION).field("number", next).field("previous", previous)
                .field("node", node).texts("certificates", certificates(signer.chain()));
        return sign(line, signer);
    }

    /** The line of the next receipt, without a line break. It counts from {@link #written} on. */
    public byte[] line(Receipt receipt, KeyPairFiles signer) {
        Receipt.Parent parent = receipt.parent();
        JsonText line = new JsonText().field("receipt", next).field("previous", previous)
                .field("begin", receipt.begin().toString()).field("end", receipt.end().toString())
                .field("group", parent.group()).field("source", unsigned(receipt.book().source()))
                .field("session", hex(receipt.book().session())).field("timely", receipt.book().timely())
                .field("closeSequence", receipt.book().closeSequence()).field("node", parent.name())
                .field("nodeId", unsigned(parent.id())).field("region", unsigned(parent.region()))
                .field("tenant", parent.tenant()).field("leftOut", receipt.book().leftOut())
                .objects("children", receipt.book().entries(), (child, entry) -> write(child, entry, receipt));
        return sign(line, signer);
    }

    /** A line is where it will not be lost: the next one follows it. */
    public void written(byte[] line, boolean isReceipt) {
        previous = hash(line);
        next += isReceipt ? 1 : 0;
    }

    /** Name of a reason in receipts; empty for none. */
    public static String text(@Nullable Enum<?> reason) {
        return reason == null ? "" : reason.name().toLowerCase(Locale.ROOT);
    }

    private static String hex(Incarnation run) {
        return HexFormat.of().toHexDigits(run.high()) + HexFormat.of().toHexDigits(run.low());
    }

    private static void write(JsonText child, ReceiptEntry entry, Receipt receipt) {
        child.field("id", unsigned(entry.id())).field("name", receipt.names().getOrDefault(entry.id(), ""))
                .field("run", hex(entry.run())).field("repairHead", entry.repairHead())
                .field("first", entry.first()).field("before", entry.before()).field("confirmed", entry.confirmed())
                .field("complete", entry.complete()).field("gone", text(entry.gone()));
    }

    private static byte[] sign(JsonText text, KeyPairFiles signer) {
        String line = text.oneLine();
        String content = line.substring(0, line.length() - 1);
        byte[] bytes = content.getBytes(StandardCharsets.US_ASCII);
        String signature = HexFormat.of().formatHex(signer.sign(signed(bytes, bytes.length)));
        return (content + SIGNATURE + signature + "\"}").getBytes(StandardCharsets.US_ASCII);
    }

    private static List<String> certificates(List<X509Certificate> chain) {
        List<String> texts = new ArrayList<>();
        for (X509Certificate certificate : chain) {
            try {
                texts.add(Base64.getEncoder().encodeToString(certificate.getEncoded()));
            } catch (CertificateEncodingException e) {
                throw new IllegalStateException("a certificate that was read can be written", e);
            }
        }
        return texts;
    }

    private static long unsigned(int id) {
        return Integer.toUnsignedLong(id);
    }
}
