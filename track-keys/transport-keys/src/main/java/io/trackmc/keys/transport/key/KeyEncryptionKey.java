package io.trackmc.keys.transport.key;

import java.security.SecureRandom;

/** The key of one node of a key tree; everybody below that node has it, and nobody else (wire format §4.4). */
public final class KeyEncryptionKey extends Secret {

    /** Holds nothing until {@link TreeKeySchedule}, {@link KeyWrap} or {@link SecretTable} fills it. */
    public KeyEncryptionKey() {}

    private KeyEncryptionKey(SecureRandom random) {
        super(random);
    }

    private KeyEncryptionKey(byte[] raw, SecretAccess access) {
        super(raw, access);
    }

    /** Takes the bytes of another, which holds nothing afterwards. */
    public void take(KeyEncryptionKey other) {
        System.arraycopy(other.material(), 0, refill(), 0, LENGTH);
        other.destroy();
    }

    /** A copy with a life of its own. */
    public KeyEncryptionKey duplicate() {
        KeyEncryptionKey copy = new KeyEncryptionKey();
        System.arraycopy(material(), 0, copy.refill(), 0, LENGTH);
        return copy;
    }

    /** A new one. */
    public static KeyEncryptionKey generate(SecureRandom random) {
        return new KeyEncryptionKey(random);
    }

    /** One that was stored; copies the 32 bytes. */
    public static KeyEncryptionKey of(byte[] raw, SecretAccess access) {
        return new KeyEncryptionKey(raw, access);
    }
}
