package io.trackmc.sim.scale;

import java.util.Locale;

/** What protects packets. */
public enum Crypto {

    /** The same as everywhere: HMAC-SHA-256 and AES-256-GCM under derived keys. */
    REAL,
    /** Keyed checksums that stop no attacker but notice every mistake in keys, runs and replays. */
    FAST;

    /** Receivers of the largest tree that has the real ones unless somebody asks for others. */
    public static final int REAL_UP_TO_RECEIVERS = 2_000;

    /** What is used when nobody says. */
    public static Crypto byDefault(int receivers) {
        return receivers <= REAL_UP_TO_RECEIVERS ? REAL : FAST;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
