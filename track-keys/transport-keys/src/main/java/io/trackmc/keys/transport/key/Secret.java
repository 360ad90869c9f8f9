package io.trackmc.keys.transport.key;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Objects;
import javax.security.auth.Destroyable;
import org.jspecify.annotations.Nullable;

/**
 * 32 bytes of key material with a type of its own for each use, so that the compiler refuses one key in place of another.
 *
 * <p>Shows its bytes to nobody without a {@link SecretAccess}: not in {@link #toString}, not by serialisation, not by the time
 * that {@link #equals} takes. {@link #destroy} overwrites them with zeros. A secret that holds nothing, because it was
 * destroyed or not derived yet, refuses every use. Subclasses are final and add no state. Not thread-safe while it is being
 * derived or destroyed.
 */
public abstract class Secret implements Destroyable {

    /** Bytes of every secret. */
    public static final int LENGTH = 32;

    private final byte[] material = new byte[LENGTH];
    private boolean present;

    /** Holds nothing until a derivation fills it. */
    protected Secret() {}

    /** Freshly random. */
    protected Secret(SecureRandom random) {
        random.nextBytes(material);
        present = true;
    }

    /**
     * Copies the bytes.
     *
     * @throws IllegalArgumentException when they are not 32
     */
    protected Secret(byte[] raw, SecretAccess access) {
        Objects.requireNonNull(access);
        if (raw.length != LENGTH) {
            throw new IllegalArgumentException("key of " + raw.length + " bytes, allowed " + LENGTH);
        }
        System.arraycopy(raw, 0, material, 0, LENGTH);
        present = true;
    }

    /** A copy of the bytes, which the caller erases when it has used them. */
    public final byte[] copy(SecretAccess access) {
        Objects.requireNonNull(access);
        return material().clone();
    }

    /** Overwrites the key with zeros; every later use fails. */
    @Override
    public final void destroy() {
        Arrays.fill(material, (byte) 0);
        present = false;
    }

    /** Whether it holds nothing: destroyed, or not derived yet. */
    @Override
    public final boolean isDestroyed() {
        return !present;
    }

    /** Same type and same bytes; takes the same time wherever the first difference lies. */
    @Override
    public final boolean equals(@Nullable Object other) {
        return other instanceof Secret that
                && that.getClass() == getClass()
                && present == that.present
                && MessageDigest.isEqual(material, that.material);
    }

    /** The same for all keys of a type, because a hash of a key says something about it. */
    @Override
    public final int hashCode() {
        return getClass().hashCode();
    }

    /** Name of the type; nothing of the key. */
    @Override
    public final String toString() {
        return getClass().getSimpleName() + (present ? "(hidden)" : "(empty)");
    }

    /** The bytes themselves, for derivations; never leaves this package. */
    final byte[] material() {
        if (!present) {
            throw new IllegalStateException(getClass().getSimpleName() + " is destroyed or not derived yet");
        }
        return material;
    }

    /** The bytes themselves, to be overwritten by a derivation. */
    final byte[] refill() {
        present = true;
        return material;
    }
}
