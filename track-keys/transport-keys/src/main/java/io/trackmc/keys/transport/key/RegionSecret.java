package io.trackmc.keys.transport.key;

import java.security.SecureRandom;

/** What a repair head shares with its children and with whoever has it as a backup; with an epoch's keys it gives the key of its local control channel. */
public final class RegionSecret extends Secret {

    /** Holds nothing until it is unwrapped or derived. */
    public RegionSecret() {}

    private RegionSecret(SecureRandom random) {
        super(random);
    }

    private RegionSecret(byte[] raw, SecretAccess access) {
        super(raw, access);
    }

    /** A new one. */
    public static RegionSecret generate(SecureRandom random) {
        return new RegionSecret(random);
    }

    /** One that was stored; copies the 32 bytes. */
    public static RegionSecret of(byte[] raw, SecretAccess access) {
        return new RegionSecret(raw, access);
    }
}
