package io.trackmc.keys.controller.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * Seals the records of a journal, each under a key of its own that 32 random bytes choose: so no nonce is used twice, though a crash, or a copy
 * that is put back, may have another record written at the same place.
 *
 * <pre>
 *   record   u32 length ‖ 32 random bytes ‖ tag of these ‖ sealed content, length + 16 bytes
 *   key      HKDF-Expand(key of the changes, "TK1 store change" ‖ the random bytes)
 *   both     AES-256-GCM, nonce 0 for the tag and 1 for the content, associated: u64 number of the record ‖ u32 length
 * </pre>
 *
 * <p>The tag of the head tells a length that was altered from a record of which a crash has left the beginning. Not thread-safe.
 */
public final class ChangeSeal {

    /** Bytes of the head of a record. */
    public static final int HEAD_LENGTH;

    private static final int SALT_LENGTH = 32;
    private static final byte[] LABEL = "TK1 store change".getBytes(StandardCharsets.US_ASCII);
    private static final int HEAD = 0;
    private static final int CONTENT = 1;

    static {
        HEAD_LENGTH = Integer.BYTES + SALT_LENGTH + SealingCipher.TAG_LENGTH;
    }

    private final byte[] key;
    private final byte[] id;
    private final byte[] before;
    private final SecureRandom random = new SecureRandom();

    ChangeSeal(byte[] key, byte[] id, byte[] before) {
        this.key = key;
        this.id = id;
        this.before = before;
    }

    /** Bytes of a record behind its head. */
    public static int sealedLength(int length) {
        return length + SealingCipher.TAG_LENGTH;
    }

    /** By which a journal says to which state it belongs; 16 bytes. */
    public byte[] id() {
        return id.clone();
    }

    /** Whether that is the id of the state before. */
    public boolean isBefore(byte[] other) {
        return Arrays.equals(before, other);
    }

    /**
     * A record.
     *
     * @param number of it in the journal, from 0
     */
    public byte[] seal(long number, byte[] content) {
        byte[] salt = new byte[SALT_LENGTH];
        random.nextBytes(salt);
        SealingCipher cipher = cipher(salt);
        byte[] associated = associated(number, content.length);
        byte[] record = new byte[HEAD_LENGTH + sealedLength(content.length)];
        ByteBuffer.wrap(record).putInt(content.length).put(salt);
        cipher.seal(HEAD, 0, associated, content, 0, record, Integer.BYTES + SALT_LENGTH);
        cipher.seal(CONTENT, 0, associated, content, content.length, record, HEAD_LENGTH);
        return record;
    }

    /**
     * Bytes of the content whose record begins with that head.
     *
     * @throws GeneralSecurityException when it is not what was written there
     */
    public int length(long number, byte[] head) throws GeneralSecurityException {
        int length = ByteBuffer.wrap(head).getInt();
        cipher(salt(head)).open(HEAD, 0, associated(number, length), head, Integer.BYTES + SALT_LENGTH,
                SealingCipher.TAG_LENGTH, new byte[0]);
        return length;
    }

    /**
     * The content of a record.
     *
     * @param sealed what is behind the head
     * @throws GeneralSecurityException when it is not what was written there
     */
    public byte[] open(long number, byte[] head, byte[] sealed) throws GeneralSecurityException {
        byte[] content = new byte[sealed.length - SealingCipher.TAG_LENGTH];
        cipher(salt(head)).open(CONTENT, 0, associated(number, content.length), sealed, 0, sealed.length, content);
        return content;
    }

    private SealingCipher cipher(byte[] salt) {
        byte[] info = ByteBuffer.allocate(LABEL.length + SALT_LENGTH).put(LABEL).put(salt).array();
        byte[] recordKey = Derivation.expand(key, info, StateKey.LENGTH);
        try {
            return new SealingCipher(recordKey);
        } finally {
            Arrays.fill(recordKey, (byte) 0);
        }
    }

    private static byte[] salt(byte[] head) {
        return Arrays.copyOfRange(head, Integer.BYTES, Integer.BYTES + SALT_LENGTH);
    }

    private static byte[] associated(long number, int length) {
        return ByteBuffer.allocate(Long.BYTES + Integer.BYTES).putLong(number).putInt(length).array();
    }
}
