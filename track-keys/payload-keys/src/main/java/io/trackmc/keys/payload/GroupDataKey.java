package io.trackmc.keys.payload;

import io.trackmc.keys.transport.key.Secret;
import io.trackmc.keys.transport.key.SecretAccess;
import java.security.SecureRandom;

/**
 * GDK of one content epoch: what senders and receivers have and repair heads never get (wire format §4.1). Freshly random each
 * epoch; nothing that a repair head holds leads to it.
 */
public final class GroupDataKey extends Secret {

    /** Holds nothing until it is unwrapped. */
    public GroupDataKey() {}

    private GroupDataKey(SecureRandom random) {
        super(random);
    }

    private GroupDataKey(byte[] raw, SecretAccess access) {
        super(raw, access);
    }

    /** A new one. */
    public static GroupDataKey generate(SecureRandom random) {
        return new GroupDataKey(random);
    }

    /** One that was stored; copies the 32 bytes. */
    public static GroupDataKey of(byte[] raw, SecretAccess access) {
        return new GroupDataKey(raw, access);
    }
}
