package io.trackmc.keys.transport.key;

/**
 * The one way to a {@link SecretAccess}, under a name that confesses: whoever calls it has raw key bytes in hand. Only for code
 * that stores keys (bundle codecs), hands them to a cipher, or proves who has them; a test of the architecture holds the list.
 */
public final class InsecureSecretAccess {

    private InsecureSecretAccess() {}

    /** Permission to handle raw key bytes. */
    public static SecretAccess get() {
        return SecretAccess.INSTANCE;
    }
}
