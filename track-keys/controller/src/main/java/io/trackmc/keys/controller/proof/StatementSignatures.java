package io.trackmc.keys.controller.proof;

import io.trackmc.keys.controller.log.FieldReader;
import io.trackmc.keys.controller.pki.KeyPair;
import io.trackmc.keys.controller.pki.VerificationKey;
import io.trackmc.keys.transport.key.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * The last line of a statement: {@code {"keys":[..],"signatures":[..]}}, each {@code Ed25519( "TK1 statement" ‖ SHA-256(first line) )}. The
 * first line holds the roots of both logs, so nothing of the statement is left out.
 *
 * @param keys who signed, 64 hexadecimal digits each
 * @param signatures theirs, 128 hexadecimal digits each
 */
record StatementSignatures(List<String> keys, List<String> signatures) {

    private static final byte[] LABEL = "TK1 statement".getBytes(StandardCharsets.US_ASCII);

    static StatementSignatures sign(byte[] header, List<KeyPair> signers) {
        return new StatementSignatures(signers.stream().map(signer -> signer.verificationKey().hex()).toList(),
                signers.stream().map(signer -> HexFormat.of().formatHex(signer.sign(signed(header)))).toList());
    }

    /** With one more, by a key that has not signed yet. */
    StatementSignatures with(byte[] header, KeyPair signer) {
        StatementSignatures one = sign(header, List.of(signer));
        if (keys.contains(one.keys.getFirst())) {
            return this;
        }
        return new StatementSignatures(Stream.concat(keys.stream(), one.keys.stream()).toList(),
                Stream.concat(signatures.stream(), one.signatures.stream()).toList());
    }

    byte[] line() {
        return ("{\"keys\":" + list(keys) + ",\"signatures\":" + list(signatures) + "}")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** Reads the line and checks the signatures, each of one of these and none twice. */
    static StatementSignatures read(byte[] line, byte[] header, List<VerificationKey> allowed) {
        try (FieldReader in = new FieldReader(line, 0, line.length)) {
            StatementSignatures read = new StatementSignatures(in.texts("keys"), in.texts("signatures"));
            in.end();
            if (Arrays.equals(line, read.line()) && read.areValid(header, allowed)) {
                return read;
            }
        } catch (IllegalArgumentException _) {
            // told below
        }
        throw new ProofException("the statement is not signed by an authority whose log it holds, or was altered");
    }

    private boolean areValid(byte[] header, List<VerificationKey> allowed) {
        List<VerificationKey> left = new ArrayList<>(allowed);
        boolean valid = !keys.isEmpty() && keys.size() == signatures.size();
        for (int i = 0; valid && i < keys.size(); i++) {
            VerificationKey key = VerificationKey.ofHex(StatementHeader.hex(keys.get(i), 64));
            byte[] signature = HexFormat.of().parseHex(StatementHeader.hex(signatures.get(i), 128));
            valid = left.remove(key) && key.verifies(signed(header), signature);
        }
        return valid;
    }

    private static byte[] signed(byte[] header) {
        return ByteBuffer.allocate(LABEL.length + Sha256.LENGTH).put(LABEL).put(Sha256.newDigest().digest(header))
                .array();
    }

    private static String list(List<String> texts) {
        return texts.isEmpty() ? "[]" : "[\"" + String.join("\",\"", texts) + "\"]";
    }
}
