package io.trackmc.keys.controller.store;

import io.trackmc.proto.protect.KeyLayer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The key under which one writing of an authority's state is sealed, and the changes that are made until the next one. It is made for that
 * writing alone and lies in the file's head, wrapped under the key of the key store; whoever overwrites the head has erased everything that was
 * sealed under it.
 *
 * <pre>
 *   head of a state:   "TRACK sealed state 1\n" ‖ u8 layer ‖ id of the store key, 8 bytes ‖ id of the state key before, 16 bytes ‖ wrapped state key, 40 bytes
 *   then segments:     AES-256-GCM( HKDF-Expand(state key, "TK1 store state"), nonce u32 last ‖ u64 number, associated: the head, 65,536 bytes, the last fewer )
 * </pre>
 *
 * <p>Each state says under which key the one before was sealed, so that the changes which a crash left beside a new state are known for
 * what they are: those that it holds already. Not thread-safe.
 */
public final class StateKey implements AutoCloseable {

    /** Bytes of the head of a state. */
    public static final int HEAD_LENGTH;

    /** Bytes of the id. */
    static final int ID_LENGTH = 16;

    static final int LENGTH = 32;

    private static final byte[] MAGIC = "TRACK sealed state 1\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ID_LABEL = label("TK1 store id");
    private static final byte[] STATE_LABEL = label("TK1 store state");
    private static final byte[] CHANGES_LABEL = label("TK1 store changes");

    static {
        HEAD_LENGTH = MAGIC.length + 1 + StoreKey.ID_LENGTH + ID_LENGTH + StoreKey.WRAPPED_LENGTH;
    }

    private final byte[] raw;
    private final byte[] head;
    private final byte[] id;
    private final byte[] before;

    private StateKey(byte[] raw, byte[] head, byte[] before) {
        this.raw = raw;
        this.head = head;
        this.before = before;
        id = Derivation.expand(raw, ID_LABEL, ID_LENGTH);
    }

    /** A new one for the first state of an authority. */
    public static StateKey first(StoreKey store, KeyLayer layer, SecureRandom random) {
        return create(store, layer, random, new byte[ID_LENGTH]);
    }

    /** A new one for the state that follows. */
    public StateKey next(StoreKey store, KeyLayer layer, SecureRandom random) {
        return create(store, layer, random, id);
    }

    private static StateKey create(StoreKey store, KeyLayer layer, SecureRandom random, byte[] before) {
        byte[] raw = new byte[LENGTH];
        random.nextBytes(raw);
        byte code = (byte) layer.code();
        byte[] head = ByteBuffer.allocate(HEAD_LENGTH).put(MAGIC).put(code).put(store.idBytes()).put(before)
                .put(store.wrap(code, raw)).array();
        return new StateKey(raw, head, before.clone());
    }

    /**
     * The one in the head of a state.
     *
     * @throws IllegalArgumentException when it is no such head, of another layer, or wrapped under another key
     */
    public static StateKey read(InputStream from, StoreKey store, KeyLayer layer) throws IOException {
        byte[] head = from.readNBytes(HEAD_LENGTH);
        if (head.length < HEAD_LENGTH || !Arrays.equals(head, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw new IllegalArgumentException("not the sealed state of an authority, or damaged in its head");
        }
        ByteBuffer in = ByteBuffer.wrap(head, MAGIC.length, HEAD_LENGTH - MAGIC.length);
        byte code = in.get();
        if (code != layer.code()) {
            throw new IllegalArgumentException("the state of another layer: " + code);
        }
        byte[] storeId = next(in, StoreKey.ID_LENGTH);
        if (!Arrays.equals(storeId, store.idBytes())) {
            throw new IllegalArgumentException("sealed under store key " + HexFormat.of().formatHex(storeId)
                    + ", key \"authority.key-store\": found store key " + store.id() + " in " + store.file());
        }
        byte[] before = next(in, ID_LENGTH);
        try {
            return new StateKey(store.unwrap(code, next(in, StoreKey.WRAPPED_LENGTH)), head, before);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("damaged in its head: the state key does not unwrap", e);
        }
    }

    /** Writes the head, and takes a state; {@link SealedOutput#finish} ends it. */
    public SealedOutput seal(OutputStream to) throws IOException {
        to.write(head);
        return new SealedOutput(to, head, cipher(STATE_LABEL));
    }

    /**
     * Gives a state.
     *
     * @param from behind its head
     * @param length bytes from there
     * @throws IllegalArgumentException when that cannot be the length of one
     */
    public SealedInput open(InputStream from, long length) {
        return new SealedInput(from, length, head, cipher(STATE_LABEL));
    }

    /** What seals the changes after that state. */
    public ChangeSeal changes() {
        return new ChangeSeal(Derivation.expand(raw, CHANGES_LABEL, LENGTH), id, before);
    }

    /** Overwrites the key in memory. */
    @Override
    public void close() {
        Arrays.fill(raw, (byte) 0);
    }

    /** Says which it is and nothing of the key. */
    @Override
    public String toString() {
        return "StateKey(" + HexFormat.of().formatHex(id) + ")";
    }

    private SealingCipher cipher(byte[] label) {
        byte[] key = Derivation.expand(raw, label, LENGTH);
        try {
            return new SealingCipher(key);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    private static byte[] next(ByteBuffer in, int length) {
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    private static byte[] label(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
