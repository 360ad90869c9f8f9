package io.trackmc.keys.transport.key;

import java.security.SecureRandom;

/** What sender and repair heads share and receivers lack; with the GroupAuthKey of an epoch it gives the {@link InteriorNodeKey}. */
public final class InteriorSecret extends Secret {

    /** Holds nothing until it is unwrapped or derived. */
    public InteriorSecret() {}

    private InteriorSecret(SecureRandom random) {
        super(random);
    }

    private InteriorSecret(byte[] raw, SecretAccess access) {
        super(raw, access);
    }

    /** A new one. */
    public static InteriorSecret generate(SecureRandom random) {
        return new InteriorSecret(random);
    }

    /** One that was stored; copies the 32 bytes. */
    public static InteriorSecret of(byte[] raw, SecretAccess access) {
        return new InteriorSecret(raw, access);
    }
}
