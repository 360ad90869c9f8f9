package io.trackmc.keys.transport.key;

/**
 * Permission to see or set the raw bytes of a key; whoever takes one as a parameter shows in its signature that it handles raw
 * key material. Only {@link InsecureSecretAccess} gives it away.
 */
public final class SecretAccess {

    static final SecretAccess INSTANCE = new SecretAccess();

    private SecretAccess() {}
}
