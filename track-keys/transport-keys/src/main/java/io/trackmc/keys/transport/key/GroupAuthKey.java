package io.trackmc.keys.transport.key;

import java.security.SecureRandom;

/** GAK: authenticates the data channel of one transport epoch and renews every other transport key; held by everybody (wire format §4.1). */
public final class GroupAuthKey extends Secret {

    /** Holds nothing until it is unwrapped or derived. */
    public GroupAuthKey() {}

    private GroupAuthKey(SecureRandom random) {
        super(random);
    }

    private GroupAuthKey(byte[] raw, SecretAccess access) {
        super(raw, access);
    }

    /** A new one. */
    public static GroupAuthKey generate(SecureRandom random) {
        return new GroupAuthKey(random);
    }

    /** One that was stored; copies the 32 bytes. */
    public static GroupAuthKey of(byte[] raw, SecretAccess access) {
        return new GroupAuthKey(raw, access);
    }
}
