package io.trackmc.keys.controller.store;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key of an authority's key store. It seals nothing but state keys (RFC 3394, AES-256), each under a key that is derived from it for one
 * layer. Shows its bytes to nobody. Immutable until it is closed.
 */
public final class StoreKey implements AutoCloseable {

    /** Bytes of it. */
    static final int LENGTH = 32;

    /** Bytes of its id. */
    static final int ID_LENGTH = 8;

    /** Bytes of a state key that it has wrapped. */
    static final int WRAPPED_LENGTH = StateKey.LENGTH + 8;

    private static final byte[] ID_LABEL = "TK1 store key id".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] WRAP_LABEL = "TK1 store wrap ".getBytes(StandardCharsets.US_ASCII);

    private final byte[] raw;
    private final Path file;
    private final byte[] id;

    /** Copies the bytes. */
    StoreKey(byte[] raw, Path file) {
        this.raw = raw.clone();
        this.file = file;
        id = Derivation.expand(raw, ID_LABEL, ID_LENGTH);
    }

    /** By which a file says under which key it is sealed: 16 hexadecimal digits that tell nothing of the key. */
    public String id() {
        return HexFormat.of().formatHex(id);
    }

    /** The key store in which it lies. */
    public Path file() {
        return file;
    }

    byte[] idBytes() {
        return id.clone();
    }

    byte[] wrap(byte layer, byte[] stateKey) {
        byte[] wrapping = wrapping(layer);
        try {
            Cipher cipher = Cipher.getInstance("AES/KW/NoPadding");
            cipher.init(Cipher.WRAP_MODE, new SecretKeySpec(wrapping, "AES"));
            return cipher.wrap(new SecretKeySpec(stateKey, "AES"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES key wrap", e);
        } finally {
            Arrays.fill(wrapping, (byte) 0);
        }
    }

    /** @throws GeneralSecurityException when it was not wrapped by this key for that layer */
    byte[] unwrap(byte layer, byte[] wrapped) throws GeneralSecurityException {
        byte[] wrapping = wrapping(layer);
        try {
            Cipher cipher = Cipher.getInstance("AES/KW/NoPadding");
            cipher.init(Cipher.UNWRAP_MODE, new SecretKeySpec(wrapping, "AES"));
            return cipher.unwrap(wrapped, "AES", Cipher.SECRET_KEY).getEncoded();
        } finally {
            Arrays.fill(wrapping, (byte) 0);
        }
    }

    /** Overwrites it; every later use is a mistake. */
    @Override
    public void close() {
        Arrays.fill(raw, (byte) 0);
    }

    /** Says which it is and nothing of the key. */
    @Override
    public String toString() {
        return "StoreKey(" + id() + ")";
    }

    private byte[] wrapping(byte layer) {
        byte[] label = Arrays.copyOf(WRAP_LABEL, WRAP_LABEL.length + 1);
        label[WRAP_LABEL.length] = layer;
        return Derivation.expand(raw, label, LENGTH);
    }
}
