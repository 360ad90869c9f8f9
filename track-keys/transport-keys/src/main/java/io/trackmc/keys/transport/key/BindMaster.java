package io.trackmc.keys.transport.key;

import java.security.SecureRandom;

/** A parent's secret, from which it finds the {@link BindKey} of any child without keeping one for each. */
public final class BindMaster extends Secret {

    private BindMaster(SecureRandom random) {
        super(random);
    }

    private BindMaster(byte[] raw, SecretAccess access) {
        super(raw, access);
    }

    /** A new one. */
    public static BindMaster generate(SecureRandom random) {
        return new BindMaster(random);
    }

    /** One that was stored; copies the 32 bytes. */
    public static BindMaster of(byte[] raw, SecretAccess access) {
        return new BindMaster(raw, access);
    }
}
